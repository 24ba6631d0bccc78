import type { MessagePort } from "node:worker_threads";
import { Problem } from "../problems/problem.ts";
import type { AnswerStore, Cursor } from "./answer-store.ts";
import { documentText, documentValue } from "./document-text.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Bucket, CallMessage, CallName, Calls, DocumentText, Page, ReplyMessage } from "./port-calls.ts";
import { fromFailure } from "./port-failure.ts";
import type { RegistryStore, StoredDocument } from "./registry-store.ts";
import type { Stores } from "./stores.ts";

type Call = <Name extends CallName>(name: Name, input: Calls[Name]["input"]) => Promise<Calls[Name]["output"]>;

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The stores behind a port that the store thread opened. The port keeps the process alive only while a call is under way.
 * @example embeddedStores(workerData.stores) // { answers, registry, public, private, signer }
 */
export function embeddedStores(port: MessagePort): Stores {
  const call = callsOver(port);
  return {
    answers: answersOver(call),
    registry: registryOver(call),
    public: objectsOver(call, "public"),
    private: objectsOver(call, "private"),
    signer: { sign: (bytes) => call("sign", { bytes }) },
  };
}

/** Calls of one microtask turn leave as one message; replies come back as one message per commit. */
function callsOver(port: MessagePort): Call {
  const waiting = new Map<number, Waiting>();
  let leaving: CallMessage[] = [];
  let next = 1;
  let closed = false;

  port.on("message", (replies: readonly ReplyMessage[]) => {
    for (const reply of replies) {
      const { resolve, reject } = waiting.get(reply.id)!;
      waiting.delete(reply.id);
      if (reply.failure) reject(fromFailure(reply.failure));
      else resolve(reply.output as never);
    }
    if (waiting.size === 0) port.unref();
  });
  port.on("close", () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  });
  port.unref();

  const leave = () => {
    const calls = leaving;
    leaving = [];
    try {
      port.postMessage(calls);
    } catch (error) {
      for (const { id } of calls) {
        waiting.get(id)!.reject(error as Error);
        waiting.delete(id);
      }
    }
  };
  return (name, input) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(gone());
      if (waiting.size === 0) port.ref();
      if (leaving.length === 0) queueMicrotask(leave);
      const id = next++;
      waiting.set(id, { resolve, reject });
      leaving.push({ id, name, input });
    });
}

function gone(): Problem {
  return new Problem("store-unavailable", { reason: "the store thread has stopped" });
}

async function* pages<Row>(read: (after: Cursor | undefined) => Promise<Page<Row>>): AsyncGenerator<readonly Row[]> {
  let after: Cursor | undefined;
  do {
    const { rows, cursor } = await read(after);
    if (rows.length > 0) yield rows;
    after = cursor;
  } while (after !== undefined);
}

async function* rows<Row>(read: (after: Cursor | undefined) => Promise<Page<Row>>): AsyncGenerator<Row> {
  for await (const page of pages(read)) yield* page;
}

function answersOver(call: Call): AnswerStore {
  return {
    add: (wave, response) => call("add", { wave, response }),
    addInvited: (wave, response, invitation) => call("add", { wave, response, invitation }),
    async invitation(wave, hash) {
      const { found, ...invitation } = await call("invitation", { wave, hash });
      return found ? invitation : undefined;
    },
    addInvitations: (wave, invitations) => call("addInvitations", { wave, invitations }),
    invitationCounts: (wave) => call("invitationCounts", { wave }),
    ofWave: (wave, now) => pages((after) => call("responses", { wave, now, after })),
    deleteWave: (wave) => call("deleteWave", { wave }),
    addReceipt: (wave, hash) => call("addReceipt", { wave, hash }),
    receipts: (wave) => pages((after) => call("receipts", { wave, after })),
  };
}

function registryOver(call: Call): RegistryStore {
  const open = <Value>(kind: string, scope: string, { id, text, version }: DocumentText): StoredDocument<Value> => {
    const key = { kind, scope, id };
    return { key, value: documentValue(key, text), version };
  };
  return {
    async read({ kind, scope, id }) {
      const document = await call("readDocument", { key: { kind, scope, id } });
      return document && open(kind, scope, document);
    },
    write: async (key, value, expected) => call("writeDocument", { key, text: documentText(key, value), expected }),
    async *list(kind, scope) {
      for await (const document of rows((after) => call("documents", { kind, scope, after }))) {
        yield open(kind, scope, document);
      }
    },
  };
}

function objectsOver(call: Call, bucket: Bucket): ObjectStore {
  return {
    read: (key) => call("readObject", { bucket, key }),
    head: (key) => call("headObject", { bucket, key }),
    put: (object) => call("putObject", { bucket, object }),
    create: (object) => call("createObject", { bucket, object }),
    replace: (object, etag) => call("replaceObject", { bucket, object, etag }),
    list: (prefix) => rows((after) => call("objects", { bucket, prefix, after })),
    remove: (key) => call("removeObject", { bucket, key }),
  };
}
