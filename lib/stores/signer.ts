/** A signature and the key that made it, so that a stranger needs nothing else to check it. */
export interface Signature {
  /** SHA-256 of the public key's SubjectPublicKeyInfo (DER) in lower-case hex. */
  readonly keyId: string;
  /** The public key's SubjectPublicKeyInfo (DER). */
  readonly publicKey: Uint8Array;
  /** ECDSA over P-256 of the SHA-256 of the bytes, as DER. Another one each time, for the same bytes too. */
  readonly signature: Uint8Array;
}

/** Signs what is published. The private key never leaves it. */
export interface Signer {
  /** @throws Problem `signing-key-unusable`, `signing-unavailable` */
  sign(bytes: Uint8Array): Promise<Signature>;
}
