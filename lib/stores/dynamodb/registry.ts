import { randomUUID } from "node:crypto";
import { Problem } from "../../problems/problem.ts";
import { isDocumentKey } from "../document-key.ts";
import { documentName, documentText, documentValue } from "../document-text.ts";
import type { DocumentKey, RegistryStore, StoredDocument } from "../registry-store.ts";
import type { Key } from "./keys.ts";
import type { Item } from "./response-item.ts";
import type { Table } from "./table.ts";

const names = { "#version": "version" };

/** The registry in DynamoDB: a partition per kind and scope, a document per item. */
export function dynamoRegistry(table: Table): RegistryStore {
  return {
    async read<Value>(key: DocumentKey) {
      const item = isDocumentKey(key) ? await table.get(itemKey(key)) : undefined;
      return item && document<Value>(key, item);
    },
    async write(key, value, expected) {
      // The mark tells our own write, whose reply got lost, from somebody else's.
      const mark = randomUUID();
      const item: Item = {
        ...itemKey(key),
        value: { S: documentText(key, value) },
        version: { N: String(expected + 1) },
        mark: { S: mark },
      };
      const stored = await table.put(item, expectedVersion(expected));
      if (stored && stored.mark?.S !== mark) throw new Problem("store-conflict", { key: documentName(key) });
      return expected + 1;
    },
    async *list<Value>(kind: string, scope: string) {
      if (!isDocumentKey({ kind, scope, id: "any" })) return;
      for await (const items of table.pages(partitionOf(kind, scope))) {
        for (const item of items) yield document<Value>({ kind, scope, id: item.sk!.S! }, item);
      }
    },
  };
}

function expectedVersion(expected: number) {
  if (expected === 0) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#version = :expected",
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ":expected": { N: String(expected) } },
  };
}

function partitionOf(kind: string, scope: string): string {
  return `${kind}#${scope}`;
}

function itemKey({ kind, scope, id }: DocumentKey): Key {
  return { pk: { S: partitionOf(kind, scope) }, sk: { S: id } };
}

function document<Value>({ kind, scope, id }: DocumentKey, item: Item): StoredDocument<Value> {
  const key = { kind, scope, id };
  return { key, value: documentValue(key, item.value?.S ?? ""), version: Number(item.version!.N) };
}
