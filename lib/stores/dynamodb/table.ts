import type { DynamoDBClient, PutItemCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import { Problem } from "../../problems/problem.ts";
import { inWords, mostAttempts, pause } from "../unavailable.ts";
import type { Key } from "./keys.ts";
import type { Item } from "./response-item.ts";
import { BatchWriteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from "./sdk.ts";

/** A table as the adapters use it: every read strongly consistent, every retry bounded, every page followed. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  get(key: Key, attributes?: string): Promise<Item | undefined>;
  /** @returns undefined when it was put, else the item that the condition failed on (empty when there is none) */
  put(item: Item, condition: Condition): Promise<Item | undefined>;
  /** Items of a partition in key order, a page at a time. @param attributes as DynamoDB's projection */
  pages(partition: string, attributes?: readonly string[]): AsyncIterable<readonly Item[]>;
  deleteAll(keys: readonly Item[]): Promise<void>;
}
export type Condition = Pick<
  PutItemCommandInput,
  "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
>;

/** Without a limit some engines read the whole rest of a partition for every page. A page holds at most 1 MB all the same. */
const pageItems = 4_000;
const batchItems = 25;

export function table(client: DynamoDBClient, name: string): Table {
  const TableName = name;
  return {
    client,
    name,
    async get(Key, ProjectionExpression) {
      const input = { TableName, Key, ConsistentRead: true, ...(ProjectionExpression && { ProjectionExpression }) };
      const { Item } = await patiently(() => client.send(new GetItemCommand(input)));
      return Item;
    },
    async put(Item, condition) {
      const put = new PutItemCommand({
        TableName,
        Item,
        ...condition,
        ...(condition.ConditionExpression && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
      });
      try {
        await patiently(() => client.send(put));
        return undefined;
      } catch (error) {
        const failed = error as { name?: string; Item?: Item };
        if (failed.name === "ConditionalCheckFailedException") return failed.Item ?? {};
        throw error;
      }
    },
    async *pages(partition, attributes) {
      const projection = attributes && {
        ProjectionExpression: attributes.map((_, index) => `#${index}`).join(","),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute, index) => [`#${index}`, attribute])),
      };
      let ExclusiveStartKey: Item | undefined;
      do {
        const query = new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: partition } },
          ...projection,
          ConsistentRead: true,
          Limit: pageItems,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        const page = await patiently(() => client.send(query));
        if (page.Items && page.Items.length > 0) yield page.Items;
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    },
    async deleteAll(keys) {
      for (let from = 0; from < keys.length; from += batchItems) {
        const requests = keys
          .slice(from, from + batchItems)
          .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: pk!, sk: sk! } } }));
        await writeAll(client, TableName, requests);
      }
    },
  };
}

/** Writes a batch, and what the table left over of it, until nothing is left. */
async function writeAll(client: DynamoDBClient, tableName: string, requests: readonly WriteRequest[]): Promise<void> {
  let left = [...requests];
  for (let attempt = 1; left.length > 0; attempt++) {
    const batch = new BatchWriteItemCommand({ RequestItems: { [tableName]: left } });
    const { UnprocessedItems } = await patiently(() => client.send(batch));
    left = UnprocessedItems?.[tableName] ?? [];
    if (left.length === 0) return;
    if (attempt === mostAttempts) throw new Problem("store-unavailable", { reason: "the store is overloaded" });
    await pause(attempt);
  }
}

/** Tries again what the SDK does not: a conflict with a transaction under way. @throws Problem `store-unavailable` in the end */
export async function patiently<Output>(send: () => Promise<Output>): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const isConflict = (error as { name?: string }).name === "TransactionConflictException";
      if (!isConflict || attempt === mostAttempts) throw inWords(error);
      await pause(attempt);
    }
  }
}
