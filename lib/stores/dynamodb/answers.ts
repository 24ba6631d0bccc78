import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { Problem } from "../../problems/problem.ts";
import type { Response } from "../../survey/response.ts";
import type { WaveName } from "../../survey/wave.ts";
import type { AddOutcome, AnswerStore, Invitation } from "../answer-store.ts";
import { sideBySide } from "../side-by-side.ts";
import { mostAttempts, pause } from "../unavailable.ts";
import {
  invitationKey,
  invitationPartition,
  receiptPartition,
  responseKey,
  responsePartition,
  shards,
} from "./keys.ts";
import { digestOf, fromItem, type Item, toItem } from "./response-item.ts";
import { TransactWriteItemsCommand } from "./sdk.ts";
import { patiently, type Table } from "./table.ts";

const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
const mostAtOnce = 16;

/** The raw answers in DynamoDB: one item each, no stream, no index. */
export function dynamoAnswers(table: Table): AnswerStore {
  return {
    // A reply that got lost is asked for again by the SDK, meets its own item, and is told `already` by the digest.
    async add(wave, response) {
      const stored = await table.put({ ...responseKey(wave, response.submission), ...toItem(response) }, isNew);
      return stored ? judge(stored, response) : "stored";
    },
    addInvited: (wave, response, invitation) => addInvited(table, wave, response, invitation),
    async invitation(wave, hash) {
      const item = await table.get(invitationKey(wave, hash));
      return item && { designClass: item.c!.S!, spent: item.state!.S === "spent" };
    },
    async addInvitations(wave, invitations) {
      let added = 0;
      for (let from = 0; from < invitations.length; from += mostAtOnce) {
        const group = invitations.slice(from, from + mostAtOnce);
        const stored = await Promise.all(group.map((one) => table.put(invitationItem(wave, one), isNew)));
        added += stored.filter((item) => item === undefined).length;
      }
      return added;
    },
    async invitationCounts(wave) {
      let loaded = 0;
      let spent = 0;
      for (const shard of shards) {
        for await (const items of table.pages(invitationPartition(wave, shard), ["state"])) {
          loaded += items.length;
          spent += items.filter(({ state }) => state?.S === "spent").length;
        }
      }
      return { loaded, spent };
    },
    async *ofWave(wave, now) {
      for await (const items of sideBySide(shards.map((shard) => table.pages(responsePartition(wave, shard))))) {
        const responses = items.map(fromItem).filter(({ expires }) => expires > now);
        if (responses.length > 0) yield responses;
      }
    },
    async deleteWave(wave) {
      let responses = 0;
      for (const shard of shards) {
        responses += await deletePartition(table, responsePartition(wave, shard));
        await deletePartition(table, invitationPartition(wave, shard));
      }
      await deletePartition(table, receiptPartition(wave));
      return responses;
    },
    async addReceipt(wave, hash) {
      await table.put({ pk: { S: receiptPartition(wave) }, sk: { S: hash } }, {});
    },
    async *receipts(wave) {
      for await (const items of table.pages(receiptPartition(wave), ["sk"])) yield items.map(({ sk }) => sk!.S!);
    },
  };
}

/** The invitation goes from open to spent and the response is put, both or neither. */
async function addInvited(table: Table, wave: WaveName, response: Response, invitation: string): Promise<AddOutcome> {
  const key = responseKey(wave, response.submission);
  const write = new TransactWriteItemsCommand({
    TransactItems: [
      {
        Update: {
          TableName: table.name,
          Key: invitationKey(wave, invitation),
          UpdateExpression: "SET #state = :spent",
          ConditionExpression: "#state = :open",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":open": { S: "open" }, ":spent": { S: "spent" } },
        },
      },
      { Put: { TableName: table.name, Item: { ...key, ...toItem(response) }, ...isNew } },
    ],
  });
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const reasons = await reasonsOf(patiently(() => table.client.send(write)));
    if (!reasons) return "stored";
    if (reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) {
      const stored = await table.get(key, "d");
      return stored ? judge(stored, response) : "refused";
    }
    await pause(attempt);
  }
  throw new Problem("store-unavailable", { reason: "the store is overloaded" });
}

/** Why a transaction was cancelled; undefined when it was not. */
async function reasonsOf(transaction: Promise<unknown>): Promise<readonly CancellationReason[] | undefined> {
  try {
    await transaction;
    return undefined;
  } catch (error) {
    const { name, CancellationReasons } = error as { name?: string; CancellationReasons?: CancellationReason[] };
    if (name !== "TransactionCanceledException") throw error;
    const reasons = CancellationReasons ?? [];
    // What neither failed its condition nor passes by itself is a mistake of ours, such as an oversized item.
    if (
      reasons.some(
        ({ Code = "None" }) =>
          !/^(None|ConditionalCheckFailed|TransactionConflict|Throttling.*|ProvisionedThroughput.*)$/.test(Code),
      )
    ) {
      throw error;
    }
    return reasons;
  }
}

function judge(stored: Item, { digest }: Response): AddOutcome {
  return digestOf(stored) === digest ? "already" : "refused";
}

function invitationItem(wave: WaveName, { hash, designClass }: Invitation): Item {
  return { ...invitationKey(wave, hash), state: { S: "open" }, c: { S: designClass } };
}

async function deletePartition(table: Table, partition: string): Promise<number> {
  let deleted = 0;
  for await (const keys of table.pages(partition, ["pk", "sk"])) {
    await table.deleteAll(keys);
    deleted += keys.length;
  }
  return deleted;
}
