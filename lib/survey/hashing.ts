/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. An argument everywhere: this folder has no crypto of its own. */
export type Sha256 = (text: string) => string;

/** HMAC-SHA-256 of a text's UTF-8 bytes under a key that the caller holds, in lower-case hex. */
export type Hmac = (text: string) => string;

/** So many cryptographically strong random bytes. */
export type Random = (bytes: number) => Uint8Array;
