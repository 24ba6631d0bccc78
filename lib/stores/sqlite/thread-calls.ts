import type { DatabaseSync } from "node:sqlite";
import type { ObjectFiles } from "../files/object-files.ts";
import type { Access } from "../grant.ts";
import type { Bucket, CallName, Calls } from "../port-calls.ts";
import type { DocumentKey } from "../registry-store.ts";
import type { Signer } from "../signer.ts";
import { sqliteAnswers } from "./answers.ts";
import { sqliteDocuments } from "./documents.ts";

/** How the store thread answers a call. */
export type Answering<Name extends CallName> = {
  /** What it does to a store, to be held against the grants of the port. */
  access(input: Calls[Name]["input"]): Access;
} & (
  | {
      /** Runs in the commit of its turn, in the order of `key`. */
      write(input: Calls[Name]["input"]): Calls[Name]["output"];
      key(input: Calls[Name]["input"]): string;
    }
  /** Runs by itself, after the commit of what came before it. */
  | { run(input: Calls[Name]["input"]): Calls[Name]["output"] | Promise<Calls[Name]["output"]> }
);
export type Answers = { readonly [Name in CallName]: Answering<Name> };

/** Deletes piece by piece, letting submissions in between. @returns how many responses went */
export type Deletion = (some: (most: number) => { responses: number; rows: number }) => Promise<number>;

/** Every call that a port may make, over the database, the folders of objects and the signing key. */
export function threadCalls(
  database: DatabaseSync,
  buckets: Readonly<Record<Bucket, ObjectFiles>>,
  deletion: Deletion,
  signer: Signer,
): Answers {
  const answers = sqliteAnswers(database);
  const documents = sqliteDocuments(database);
  const answersAs =
    (...as: string[]) =>
    () => ({ store: "answers" as const, as });
  const registryAs =
    (...as: string[]) =>
    ({ key }: { key: Pick<DocumentKey, "kind"> }) => ({ store: "registry" as const, as, kind: key.kind });
  const documentOrder = ({ key }: { key: DocumentKey }) => `document ${key.kind}\n${key.scope}\n${key.id}`;

  return {
    add: {
      access: answersAs("add"),
      key: ({ wave, response }) => `answer ${wave.department}\n${wave.wave}\n${response.submission}`,
      write: ({ wave, response, invitation }) => answers.add(wave, response, invitation),
    },
    invitation: {
      access: answersAs("read-invitation"),
      run: ({ wave, hash }) => answers.invitation(wave, hash),
    },
    addInvitations: {
      access: answersAs("add-invitations"),
      key: ({ wave, invitations }) => `invitation ${wave.department}\n${wave.wave}\n${invitations[0]?.hash}`,
      write: ({ wave, invitations }) => answers.addInvitations(wave, invitations),
    },
    invitationCounts: {
      access: answersAs("read"),
      run: ({ wave }) => answers.invitationCounts(wave),
    },
    responses: {
      access: answersAs("read"),
      run: ({ wave, now, after }) => answers.responses(wave, now, after),
    },
    deleteWave: {
      access: answersAs("delete"),
      run: ({ wave }) => deletion((most) => answers.deleteSome(wave, most)),
    },
    addReceipt: {
      access: answersAs("add-receipt"),
      key: ({ wave, hash }) => `receipt ${wave.department}\n${wave.wave}\n${hash}`,
      write: ({ wave, hash }) => answers.addReceipt(wave, hash),
    },
    receipts: {
      access: answersAs("read"),
      run: ({ wave, after }) => answers.receipts(wave, after),
    },

    readDocument: { access: registryAs("read"), run: ({ key }) => documents.read(key) },
    documents: {
      access: (key) => registryAs("list")({ key }),
      run: ({ kind, scope, after }) => documents.list(kind, scope, after),
    },
    writeDocument: {
      access: registryAs("write"),
      key: documentOrder,
      write: ({ key, text, expected }) => documents.write(key, text, expected),
    },

    readObject: {
      access: ({ bucket, key }) => ({ store: bucket, as: ["read"], key }),
      run: ({ bucket, key }) => buckets[bucket].read(key),
    },
    headObject: {
      access: ({ bucket, key }) => ({ store: bucket, as: ["read"], key }),
      run: ({ bucket, key }) => buckets[bucket].head(key),
    },
    objects: {
      access: ({ bucket, prefix }) => ({ store: bucket, as: ["list"], key: prefix }),
      run: ({ bucket, prefix, after }) => buckets[bucket].page(prefix, after),
    },
    putObject: {
      access: ({ bucket, object }) => ({ store: bucket, as: ["put"], key: object.key }),
      run: ({ bucket, object }) => buckets[bucket].put(object),
    },
    createObject: {
      access: ({ bucket, object }) => ({ store: bucket, as: ["put"], key: object.key }),
      run: ({ bucket, object }) => buckets[bucket].create(object),
    },
    replaceObject: {
      access: ({ bucket, object }) => ({ store: bucket, as: ["put"], key: object.key }),
      run: ({ bucket, object, etag }) => buckets[bucket].replace(object, etag),
    },
    removeObject: {
      access: ({ bucket, key }) => ({ store: bucket, as: ["remove"], key }),
      run: async ({ bucket, key }) => {
        await buckets[bucket].remove(key);
        return undefined;
      },
    },

    sign: {
      access: () => ({ store: "signer", as: ["sign"] }),
      run: ({ bytes }) => signer.sign(bytes),
    },
  };
}
