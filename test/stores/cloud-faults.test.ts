import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isProblem } from "../../lib/problems/problem.ts";
import { never } from "../../lib/stores/object-store.ts";
import { type CloudEngines, hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "./cloud-engines.ts";
import { type CloudStores, cloudStores } from "./cloud-stores.ts";
import {
  collected,
  numberedHash,
  numberedResponse,
  sampleHash,
  sampleResponse,
  sampleWave,
} from "./sample-response.ts";
import { always, atFirst, type Fault, injectFaults, replyLost, sdkError } from "./sdk-faults.ts";

const throttled: Fault = async () => {
  throw sdkError("ThrottlingException", { $metadata: { httpStatusCode: 400 } });
};
const failing: Fault = async () => {
  throw sdkError("InternalServerError", { $metadata: { httpStatusCode: 500 }, $fault: "server" });
};
const cancelled =
  (...codes: string[]): Fault =>
  async () => {
    throw sdkError("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });
  };

describe.skipIf(!hasDynamoEngine)(`faults on the way${hasDynamoEngine ? "" : ` (${whyNoDynamoEngine})`}`, () => {
  let engines: CloudEngines;
  beforeAll(async () => {
    engines = await startCloudEngines();
  });
  afterAll(() => engines.close());

  const storesWith = (fault: Fault): CloudStores => {
    const stores = cloudStores(engines);
    injectFaults(stores.dynamo, fault);
    injectFaults(stores.s3, fault);
    return stores;
  };

  test.each([
    ["its reply is lost", replyLost],
    ["its reply is lost twice", replyLost, replyLost],
    ["it is throttled", throttled],
    ["the store fails", failing],
    ["the store fails, then the reply is lost", failing, replyLost],
  ] as [string, ...Fault[]][])("an answer is acknowledged and stored once when %s", async (_what, ...faults) => {
    const wave = sampleWave();
    const response = sampleResponse();
    const { fault, tries } = atFirst("PutItemCommand", ...faults);
    const { answers } = storesWith(fault);
    expect(await answers.add(wave, response)).toBe(faults.includes(replyLost) ? "already" : "stored");
    expect(tries()).toBe(faults.length + 1);
    expect(await collected(answers.ofWave(wave, 0))).toEqual([response]);
  });

  test.each([
    ["its reply is lost", replyLost],
    ["it is throttled", throttled],
    ["another transaction is in the way", cancelled("TransactionConflict", "None")],
    ["it is cancelled by throttling", cancelled("None", "ThrottlingError")],
  ] as [string, Fault][])("an invited answer is acknowledged and stored once when %s", async (_what, fault) => {
    const wave = sampleWave();
    const invitation = sampleHash();
    const response = sampleResponse();
    const { answers } = storesWith(atFirst("TransactWriteItemsCommand", fault).fault);
    await answers.addInvitations(wave, [{ hash: invitation, designClass: "@1" }]);
    expect(["stored", "already"]).toContain(await answers.addInvited(wave, response, invitation));
    expect(await collected(answers.ofWave(wave, 0))).toEqual([response]);
    expect(await answers.invitationCounts(wave)).toEqual({ loaded: 1, spent: 1 });
  });

  test("a transaction cancelled for a mistake of ours is no refusal of the resident", async () => {
    const { answers } = storesWith(always("TransactWriteItemsCommand", cancelled("ValidationError", "None")).fault);
    await expect(answers.addInvited(sampleWave(), sampleResponse(), sampleHash())).rejects.toMatchObject({
      name: "TransactionCanceledException",
    });
  });

  test.each([
    ["PutItemCommand", throttled, 4],
    ["PutItemCommand", failing, 4],
    ["PutItemCommand", replyLost, 4],
  ] as [string, Fault, number][])(
    "what goes on failing ends as store-unavailable after few tries (%s)",
    async (command, fault, most) => {
      const { fault: watched, tries } = always(command, fault);
      const { answers } = storesWith(watched);
      await expect(answers.add(sampleWave(), sampleResponse())).rejects.toMatchObject({ code: "store-unavailable" });
      expect(tries()).toBe(most);
    },
  );

  test("a conflict that goes on ends as store-unavailable after 6 tries", async () => {
    const { fault, tries } = always("TransactWriteItemsCommand", cancelled("TransactionConflict", "None"));
    const { answers } = storesWith(fault);
    const add = answers.addInvited(sampleWave(), sampleResponse(), sampleHash());
    await expect(add).rejects.toMatchObject({ code: "store-unavailable" });
    expect(tries()).toBe(6);
  });

  test("a document is written once when its reply is lost, and another's write is still a conflict", async () => {
    const key = { kind: "wave", scope: randomUUID(), id: "x" };
    const { registry } = storesWith(atFirst("PutItemCommand", replyLost, (attempt) => attempt.send(), replyLost).fault);
    expect(await registry.write(key, "same", 0)).toBe(1);
    expect(await registry.write(key, "same", 1)).toBe(2);
    await expect(registry.write(key, "same", 1)).rejects.toMatchObject({ code: "store-conflict" });
    expect(await registry.read(key)).toMatchObject({ version: 2 });
  });

  const object = (text: string, key: string) => ({
    key,
    bytes: new TextEncoder().encode(text),
    contentType: "text/plain",
    cacheControl: never,
  });

  test("an object is created or replaced when the reply is lost, and another's is never taken for ours", async () => {
    const key = `tallies/${randomUUID()}`;
    const lost = storesWith(
      atFirst("PutObjectCommand", replyLost, (attempt) => attempt.send(), replyLost).fault,
    ).objects;
    expect(await lost.create(object("one", key))).toBe("created");
    const { etag } = (await lost.head(key))!;
    expect(await lost.replace(object("two", key), etag)).toBe((await lost.head(key))!.etag);
    expect(await lost.create(object("two", key))).toBe("exists");
    await expect(lost.replace(object("two", key), etag)).rejects.toMatchObject({ code: "store-conflict" });
  });

  test("another writer of the same object at the same moment (409) is waited for", async () => {
    const conflict: Fault = async () => {
      throw sdkError("ConditionalRequestConflict", { $metadata: { httpStatusCode: 409 } });
    };
    const { fault, tries } = atFirst("PutObjectCommand", conflict, conflict);
    const { objects } = storesWith(fault);
    expect(await objects.create(object("one", `tallies/${randomUUID()}`))).toBe("created");
    expect(tries()).toBe(3);
  });

  test("what a batch leaves over is written again, and not for ever", async () => {
    const wave = sampleWave();
    const leaveOver: Fault = async ({ input }) => ({ UnprocessedItems: input.RequestItems });
    const { answers } = storesWith(atFirst("BatchWriteItemCommand", leaveOver, leaveOver).fault);
    await Promise.all(Array.from({ length: 30 }, () => answers.add(wave, sampleResponse())));
    expect(await answers.deleteWave(wave)).toBe(30);
    expect(await collected(answers.ofWave(wave, 0))).toEqual([]);

    const { fault, tries } = always("BatchWriteItemCommand", leaveOver);
    const stuck = storesWith(fault).answers;
    await stuck.add(wave, sampleResponse());
    await expect(stuck.deleteWave(wave)).rejects.toMatchObject({ code: "store-unavailable" });
    expect(tries()).toBe(6);
  });

  test("an empty page is not the end while it names where to go on", async () => {
    const wave = sampleWave();
    const response = sampleResponse();
    const emptyFirst: Fault = async ({ input }) => {
      const { ":pk": pk } = input.ExpressionAttributeValues as Record<string, unknown>;
      return { Items: [], LastEvaluatedKey: { pk, sk: { S: "0" } } };
    };
    let queries = 0;
    const { answers } = storesWith((attempt) => {
      if (attempt.command !== "QueryCommand" || attempt.input.ExclusiveStartKey) return attempt.send();
      queries++;
      return emptyFirst(attempt);
    });
    await answers.add(wave, response);
    expect(await collected(answers.ofWave(wave, 0))).toEqual([response]);
    expect(queries).toBe(16);
  });

  test("1,000 answers with a fifth of all tries failing: every acknowledged one is there once, nobody is refused", async () => {
    const wave = sampleWave();
    const seed = wave.wave;
    let count = 0;
    const { answers } = storesWith((attempt) => {
      const turn = (count++ * 37) % 100;
      if (!/Put|Transact/.test(attempt.command) || turn >= 22) return attempt.send();
      if (turn < 10) return replyLost(attempt);
      if (turn < 15) return throttled(attempt);
      const isTransaction = attempt.command === "TransactWriteItemsCommand";
      return turn < 20 || !isTransaction ? failing(attempt) : cancelled("TransactionConflict", "None")(attempt);
    });
    const numbers = Array.from({ length: 1_000 }, (_, n) => n);
    const codes = numbers.filter((n) => n % 2).map((n) => ({ hash: numberedHash(seed, n), designClass: "@1" }));
    const sure = cloudStores(engines).answers;
    await sure.addInvitations(wave, codes);
    const submit = async (n: number): Promise<string> => {
      const response = numberedResponse(seed, n);
      try {
        return await (n % 2 ? answers.addInvited(wave, response, numberedHash(seed, n)) : answers.add(wave, response));
      } catch (error) {
        if (!isProblem(error, "store-unavailable")) throw error;
        return submit(n);
      }
    };
    const outcomes: string[] = [];
    const queue = [...numbers];
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        for (let n = queue.pop(); n !== undefined; n = queue.pop()) outcomes.push(await submit(n));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === "refused")).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === "already").length).toBeGreaterThan(50);
    const stored = await collected(sure.ofWave(wave, 0));
    expect(stored.map(({ submission }) => submission).toSorted()).toEqual(
      numbers.map((n) => numberedResponse(seed, n).submission).toSorted(),
    );
    expect(await sure.invitationCounts(wave)).toEqual({ loaded: 500, spent: 500 });
  });
});
