import type { DatabaseSync } from "node:sqlite";
import { Problem } from "../../problems/problem.ts";
import type { Cursor } from "../answer-store.ts";
import { isDocumentKey } from "../document-key.ts";
import { documentName } from "../document-text.ts";
import type { DocumentText, Page } from "../port-calls.ts";
import type { DocumentKey } from "../registry-store.ts";

const pageRows = 500;
const pageCharacters = 1_000_000;

/** The registry's documents in SQLite. Every method runs inside a transaction that its caller opens; nothing here waits. */
export interface SqliteDocuments {
  read(key: DocumentKey): DocumentText | undefined;
  write(key: DocumentKey, text: string, expected: number): number;
  list(kind: string, scope: string, after?: Cursor): Page<DocumentText>;
}

export function sqliteDocuments(database: DatabaseSync): SqliteDocuments {
  const read = database.prepare(
    "select id, value as text, version from documents where kind = ? and scope = ? and id = ?",
  );
  const create = database.prepare("insert into documents values (?, ?, ?, ?, 1) on conflict do nothing");
  const replace = database.prepare(`
    update documents set value = ?, version = version + 1 where kind = ? and scope = ? and id = ? and version = ?`);
  const list = database.prepare(`
    select id, value as text, version from documents
    where kind = ? and scope = ? and id > ? order by id limit ${pageRows}`);

  return {
    read: (key) =>
      isDocumentKey(key) ? (read.get(key.kind, key.scope, key.id) as DocumentText | undefined) : undefined,
    write(key, text, expected) {
      const { kind, scope, id } = key;
      const { changes } =
        expected === 0 ? create.run(kind, scope, id, text) : replace.run(text, kind, scope, id, expected);
      if (changes !== 1) throw new Problem("store-conflict", { key: documentName(key) });
      return expected + 1;
    },
    list(kind, scope, after = "") {
      const rows: DocumentText[] = [];
      let characters = 0;
      for (const row of list.iterate(kind, scope, after)) {
        const document = row as unknown as DocumentText;
        rows.push(document);
        characters += document.text.length;
        if (characters >= pageCharacters) break;
      }
      const more = rows.length === pageRows || characters >= pageCharacters;
      return more ? { rows, cursor: rows.at(-1)!.id } : { rows };
    },
  };
}
