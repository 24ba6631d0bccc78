import { type AttributeValue, QueryCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingCodes } from "../../lib/survey/instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import type { WaveName } from "../../lib/survey/wave.ts";
import { type CloudEngines, hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "./cloud-engines.ts";
import { type CloudStores, cloudStores } from "./cloud-stores.ts";
import { collected, sampleHash, sampleResponse, sampleWave } from "./sample-response.ts";
import { type Fault, injectFaults } from "./sdk-faults.ts";

interface Sent {
  readonly command: string;
  readonly input: Record<string, unknown>;
  readonly units: number;
}

describe.skipIf(!hasDynamoEngine)(`items in DynamoDB${hasDynamoEngine ? "" : ` (${whyNoDynamoEngine})`}`, () => {
  let engines: CloudEngines;
  let stores: CloudStores;
  let sent: Sent[] = [];
  beforeAll(async () => {
    engines = await startCloudEngines();
    stores = cloudStores(engines);
    const count: Fault = async ({ command, input, send }) => {
      const output = await send();
      const capacity = [output.ConsumedCapacity ?? []].flat() as { CapacityUnits: number }[];
      sent.push({ command, input, units: capacity.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0) });
      return output;
    };
    injectFaults(stores.dynamo, count, { ReturnConsumedCapacity: "TOTAL" });
  });
  afterAll(() => engines.close());

  const during = async (work: () => Promise<unknown>): Promise<readonly Sent[]> => {
    sent = [];
    await work();
    return sent;
  };
  const summary = (all: readonly Sent[]) => all.map(({ command, units }) => [command, units]);

  /** Every item whose partition is one of a wave's. */
  const itemsOf = async (
    { department, wave }: WaveName,
    kind: "R" | "I",
  ): Promise<Record<string, AttributeValue>[]> => {
    const partitions = await Promise.all(
      [..."0123456789abcdef"].map((shard) =>
        stores.dynamo.send(
          new QueryCommand({
            TableName: engines.environment.TRUST_ANSWERS_TABLE,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: `${kind}#${department}#${wave}#${shard}` } },
            Limit: 4_000,
          }),
        ),
      ),
    );
    return partitions.flatMap(({ Items = [] }) => Items);
  };

  /** Ids as long as they may be; the default instrument has fewer than 24 questions. */
  const longWave = (): WaveName => ({
    department: "d".repeat(40),
    survey: "s".repeat(40),
    wave: `${sampleHash().slice(0, 40)}`,
  });
  const largest = (answers: unknown): Response =>
    sampleResponse({
      answers: JSON.stringify(answers),
      place: "p".repeat(40),
      mode: "interviewer",
      stream: "invited",
      language: "zh-Hans",
      designClass: `${"a".repeat(40)}@1234.123456789012`,
      flags: ["fast", "straight"],
    });

  test.each([
    ["24 scale points", Array(24).fill(5)],
    ["40 times the longest missing code", Array(40).fill({ missing: "notasked" })],
    ["24 long categories", Array(24).fill("not-in-labor-force")],
  ])("a response costs one write unit and one request: %s", async (_what, answers) => {
    const response = largest(answers);
    const wave = longWave();
    expect(summary(await during(() => stores.answers.add(wave, response)))).toEqual([["PutItemCommand", 1]]);
    expect(await collected(stores.answers.ofWave(wave, 0))).toEqual([response]);
  });

  test("an invited response is one transaction of two items, 4 units", async () => {
    const wave = sampleWave();
    const hash = sampleHash();
    await stores.answers.addInvitations(wave, [{ hash, designClass: "north@1.5" }]);
    const response = sampleResponse();
    const requests = await during(() => stores.answers.addInvited(wave, response, hash));
    expect(summary(requests)).toEqual([["TransactWriteItemsCommand", 4]]);
  });

  test("a stored response has these attributes and no other: nothing of the code, the link, a time or an address", async () => {
    const wave = sampleWave();
    const hash = sampleHash();
    await stores.answers.addInvitations(wave, [{ hash, designClass: "north@1.5" }]);
    const response = sampleResponse({ place: "library", flags: ["fast"] });
    await stores.answers.addInvited(wave, response, hash);
    const [item, ...more] = await itemsOf(wave, "R");
    expect(more).toEqual([]);
    expect(Object.keys(item!).toSorted()).toEqual([..."acdfilmps", "expires", "pk", "sk"].toSorted());
    expect(item).toMatchObject({ sk: { S: response.submission }, expires: { N: String(response.expires) } });
    expect(JSON.stringify(item)).not.toContain(hash);
    const [invitation] = await itemsOf(wave, "I");
    expect(invitation).toEqual({
      pk: { S: `I#${wave.department}#${wave.wave}#${hash[0]}` },
      sk: { S: hash },
      state: { S: "spent" },
      c: { S: "north@1.5" },
    });
  });

  test("responses spread over 16 partitions", async () => {
    const wave = sampleWave();
    await Promise.all(Array.from({ length: 400 }, () => stores.answers.add(wave, sampleResponse())));
    const items = await itemsOf(wave, "R");
    const counts = Map.groupBy(items, ({ pk }) => pk!.S);
    expect(counts.size).toBe(16);
    expect(Math.max(...[...counts.values()].map((group) => group.length))).toBeLessThan(60);
  });

  test("every read of answers is strongly consistent and limited to 4,000 items", async () => {
    const wave = sampleWave();
    const requests = await during(async () => {
      await collected(stores.answers.ofWave(wave, 0));
      await stores.answers.invitation(wave, sampleHash());
      await stores.answers.invitationCounts(wave);
      await stores.registry.read({ kind: "wave", scope: "", id: "x" });
    });
    expect(requests.every(({ input }) => input.ConsistentRead === true)).toBe(true);
    const queries = requests.filter(({ command }) => command === "QueryCommand");
    expect(queries).toHaveLength(32);
    expect(queries.every(({ input }) => input.Limit === 4_000)).toBe(true);
  });

  test("missing codes are kept by their place in a list that only grows", () => {
    expect(missingCodes.slice(0, 6)).toEqual(["dk", "ref", "skip", "na", "notasked", "break"]);
  });
});
