/** Names a document: its kind (`wave`, `link`, `survey` …), the scope it is listed in (a department, or ""), its id. */
export interface DocumentKey {
  readonly kind: string;
  readonly scope: string;
  readonly id: string;
}

export interface StoredDocument<Value = unknown> {
  readonly key: DocumentKey;
  readonly value: Value;
  /** Counts writes from 1. */
  readonly version: number;
}

/**
 * Small JSON documents with compare-and-set, strongly consistent. At most 350,000 bytes of JSON each
 * (`document-too-large`). Typed access to them is in `registry.ts`.
 */
export interface RegistryStore {
  /** Nothing is at a key that can name no document, such as one with an empty id. */
  read<Value>(key: DocumentKey): Promise<StoredDocument<Value> | undefined>;
  /**
   * Writes when the stored version is `expected` (0: there is none).
   * @returns the new version
   * @throws Problem `store-conflict` with the key when it is another one; nothing was written
   */
  write(key: DocumentKey, value: unknown, expected: number): Promise<number>;
  /** Documents of a kind in a scope, by id in code point order. */
  list<Value>(kind: string, scope: string): AsyncIterable<StoredDocument<Value>>;
}
