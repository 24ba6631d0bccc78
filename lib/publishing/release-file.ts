/** A file of a release or a page, ready to be stored. */
export interface ReleaseFile {
  /** Below the release's folder, or below the public bucket. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** SHA-256 of bytes in lower-case hex; an argument everywhere. */
export type Sha256Bytes = (bytes: Uint8Array) => string;

const encoder = new TextEncoder();

export function textFile(path: string, contentType: string, text: string): ReleaseFile {
  return { path, contentType, bytes: encoder.encode(text) };
}
