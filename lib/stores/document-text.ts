import { Problem } from "../problems/problem.ts";
import type { DocumentKey } from "./registry-store.ts";

export const mostDocumentBytes = 350_000;

/**
 * A document's value as the JSON text that is stored.
 * @throws Problem `document-too-large` over 350,000 bytes (an item of DynamoDB holds at most 400 KB)
 */
export function documentText(key: DocumentKey, value: unknown): string {
  const text = JSON.stringify(value);
  const bytes = bytesOf(text);
  if (bytes > mostDocumentBytes)
    throw new Problem("document-too-large", { key: documentName(key), bytes, most: mostDocumentBytes });
  return text;
}

/** Bytes that a value takes as a document. */
export const documentBytes = (value: unknown): number => bytesOf(JSON.stringify(value));

const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;

/**
 * The value of a stored document. The refusal quotes nothing of the text: it may hold keys.
 * @throws Problem `document-damaged` when the text is no JSON
 */
export function documentValue<Value>(key: DocumentKey, text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new Problem("document-damaged", { key: documentName(key) });
  }
}

/** How a refusal names a document. @example documentName({ kind: "wave", scope: "riverton", id: "2026" }) // "wave riverton/2026" */
export function documentName({ kind, scope, id }: DocumentKey): string {
  return `${kind} ${scope === "" ? id : `${scope}/${id}`}`;
}
