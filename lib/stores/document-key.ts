import type { DocumentKey } from "./registry-store.ts";

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

/**
 * Whether a key can name a document: what somebody sent may not. DynamoDB takes 2,048 bytes of `kind#scope` and 1 to 1,024 of an id.
 * @example isDocumentKey({ kind: "wave", scope: "riverton", id: "" }) // false
 */
export function isDocumentKey({ kind, scope, id }: DocumentKey): boolean {
  return (
    id !== "" &&
    // A character is 1 byte at least: what is far too long is not encoded to be measured.
    id.length <= 1_024 &&
    scope.length <= 2_048 &&
    bytes(id) <= 1_024 &&
    bytes(`${kind}#${scope}`) <= 2_048 &&
    id.isWellFormed() &&
    scope.isWellFormed()
  );
}
