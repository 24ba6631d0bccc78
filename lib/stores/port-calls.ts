import type { ProblemCode } from "../problems/problem.ts";
import type { Response } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";
import type { AddOutcome, Cursor, Invitation } from "./answer-store.ts";
import type { ListedObject, NewObject, ObjectHead, StoredObject } from "./object-store.ts";
import type { DocumentKey } from "./registry-store.ts";
import type { Signature } from "./signer.ts";

/** A page of a longer read; without a cursor it is the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly cursor?: Cursor;
}

/** A document as it is stored: its value as JSON text. */
export interface DocumentText {
  readonly id: string;
  readonly text: string;
  readonly version: number;
}

export type Bucket = "public" | "private";

/** The calls that cross the port of the store thread: what goes in, what comes out. */
export interface Calls {
  add: { input: { wave: WaveName; response: Response; invitation?: string }; output: AddOutcome };
  invitation: {
    input: { wave: WaveName; hash: string };
    output: { found: boolean; designClass: string; spent: boolean };
  };
  addInvitations: { input: { wave: WaveName; invitations: readonly Invitation[] }; output: number };
  invitationCounts: { input: { wave: WaveName }; output: { loaded: number; spent: number } };
  responses: { input: { wave: WaveName; now: number; after?: Cursor }; output: Page<Response> };
  deleteWave: { input: { wave: WaveName }; output: number };
  addReceipt: { input: { wave: WaveName; hash: string }; output: undefined };
  receipts: { input: { wave: WaveName; after?: Cursor }; output: Page<string> };

  readDocument: { input: { key: DocumentKey }; output: DocumentText | undefined };
  writeDocument: { input: { key: DocumentKey; text: string; expected: number }; output: number };
  documents: { input: { kind: string; scope: string; after?: Cursor }; output: Page<DocumentText> };

  readObject: { input: { bucket: Bucket; key: string }; output: StoredObject | undefined };
  headObject: { input: { bucket: Bucket; key: string }; output: ObjectHead | undefined };
  putObject: { input: { bucket: Bucket; object: NewObject }; output: string };
  createObject: { input: { bucket: Bucket; object: NewObject }; output: "created" | "exists" };
  replaceObject: { input: { bucket: Bucket; object: NewObject; etag: string }; output: string };
  objects: { input: { bucket: Bucket; prefix: string; after?: Cursor }; output: Page<ListedObject> };
  removeObject: { input: { bucket: Bucket; key: string }; output: undefined };

  sign: { input: { bytes: Uint8Array }; output: Signature };
}
export type CallName = keyof Calls;

export interface CallMessage<Name extends CallName = CallName> {
  readonly id: number;
  readonly name: Name;
  readonly input: Calls[Name]["input"];
}

/** A refusal keeps its code and detail, so that it is the same Problem on the other side. */
export type Failure =
  | { readonly code: ProblemCode; readonly detail: unknown }
  | { readonly code?: undefined; readonly name: string; readonly message: string; readonly stack?: string };

export type ReplyMessage =
  | { readonly id: number; readonly output: unknown; readonly failure?: undefined }
  | { readonly id: number; readonly failure: Failure };
