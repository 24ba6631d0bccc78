import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { Problem } from "../../lib/problems/problem.ts";
import type { NewObject, ObjectStore, StoredObject } from "../../lib/stores/object-store.ts";
import type { DocumentKey, RegistryStore, StoredDocument } from "../../lib/stores/registry-store.ts";
import type { Signer } from "../../lib/stores/signer.ts";
import type { Stores } from "../../lib/stores/stores.ts";

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Objects in memory, by the port's words: for tests that run a job hundreds of times. The adapters have their own contract suite. */
export function memoryObjects(objects = new Map<string, StoredObject>()): ObjectStore {
  const put = async (object: NewObject): Promise<string> => {
    const etag = `"${createHash("sha256").update(object.bytes).digest("hex")}"`;
    objects.set(object.key, { ...object, etag, size: object.bytes.length });
    return etag;
  };
  return {
    read: async (key) => objects.get(key),
    head: async (key) => objects.get(key),
    put,
    async create(object) {
      if (objects.has(object.key)) return "exists";
      await put(object);
      return "created";
    },
    async replace(object, etag) {
      if (objects.get(object.key)?.etag !== etag) throw new Problem("store-conflict", { key: object.key });
      return put(object);
    },
    async *list(prefix) {
      for (const [key, object] of [...objects].toSorted(byKey)) if (key.startsWith(prefix)) yield object;
    },
    async remove(key) {
      objects.delete(key);
    },
  };
}

/** Documents in memory with compare-and-set. */
export function memoryRegistry(documents = new Map<string, StoredDocument>()): RegistryStore {
  const name = ({ kind, scope, id }: DocumentKey) => `${kind}\n${scope}\n${id}`;
  const check = (key: DocumentKey, expected: number) => {
    if ((documents.get(name(key))?.version ?? 0) !== expected) throw new Problem("store-conflict", { key: key.id });
  };
  return {
    read: async <Value>(key: DocumentKey) => documents.get(name(key)) as StoredDocument<Value> | undefined,
    async write(key, value, expected) {
      check(key, expected);
      documents.set(name(key), { key, value: structuredClone(value), version: expected + 1 });
      return expected + 1;
    },
    async *list<Value>(kind: string, scope: string) {
      const start = `${kind}\n${scope}\n`;
      for (const [key, document] of [...documents].toSorted(byKey))
        if (key.startsWith(start)) yield document as StoredDocument<Value>;
    },
  };
}

/** A signer with a new key of its own. */
export function memorySigner(): Signer {
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicKey = new Uint8Array(pair.publicKey.export({ type: "spki", format: "der" }));
  const keyId = createHash("sha256").update(publicKey).digest("hex");
  return { sign: async (bytes) => ({ keyId, publicKey, signature: sign("sha256", bytes, pair.privateKey) }) };
}
const oneKey = memorySigner();

/** The stores of publishing over maps that a test may copy; it has no store of answers. */
export interface MemoryState {
  readonly documents: Map<string, StoredDocument>;
  readonly public: Map<string, StoredObject>;
  readonly private: Map<string, StoredObject>;
}

export const emptyState = (): MemoryState => ({ documents: new Map(), public: new Map(), private: new Map() });

export function memoryStores(state: MemoryState): Stores {
  return {
    answers: Object.freeze({}) as Stores["answers"],
    registry: memoryRegistry(state.documents),
    public: memoryObjects(state.public),
    private: memoryObjects(state.private),
    signer: oneKey,
  };
}

export const copyOf = (state: MemoryState): MemoryState => ({
  documents: new Map(state.documents),
  public: new Map(state.public),
  private: new Map(state.private),
});
