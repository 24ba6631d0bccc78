/** Files by key: a public one (releases, result pages) and a private one (tallies, disclosure reports). */
export interface ListedObject {
  readonly key: string;
  /** As in HTTP, with its quotes. */
  readonly etag: string;
  readonly size: number;
}

export interface ObjectHead extends ListedObject {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface StoredObject extends ObjectHead {
  readonly bytes: Uint8Array;
}

export interface NewObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface ObjectStore {
  read(key: string): Promise<StoredObject | undefined>;
  head(key: string): Promise<ObjectHead | undefined>;
  /** Replaces whatever is there. @returns the new etag */
  put(object: NewObject): Promise<string>;
  /** Only when there is none. @returns `created`, or `exists` when the key is taken (nothing was written) */
  create(object: NewObject): Promise<"created" | "exists">;
  /** Only when the stored etag is `etag`. @throws Problem `store-conflict` otherwise */
  replace(object: NewObject, etag: string): Promise<string>;
  /** Keys that start with `prefix`, in code point order. */
  list(prefix: string): AsyncIterable<ListedObject>;
  remove(key: string): Promise<void>;
}

/**
 * Cache headers of what never changes, and of what points to the newest. A browser may keep a release for good, a cache that serves
 * many for minutes only: what law demands to remove has to be gone there.
 */
export const immutable = "public, max-age=31536000, s-maxage=300, immutable";
export const pointer = "public, max-age=0, must-revalidate";
export const never = "private, no-store";
