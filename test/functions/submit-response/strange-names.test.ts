import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "../../stores/cloud-engines.ts";
import { cloudStores } from "../../stores/cloud-stores.ts";
import { type TemporaryStores, temporaryStores } from "../../stores/temporary-stores.ts";
import { answerOf, formEvent, jsonEvent, link, residentTown, type Town, version } from "../resident-town.ts";

/** The town's stores by the adapters for AWS, over engines that speak its protocols. */
async function storesOfTheCloud(): Promise<TemporaryStores> {
  const engines = await startCloudEngines();
  const { answers, registry, objects, dynamo, s3 } = cloudStores(engines);
  const temporary = await temporaryStores();
  return {
    ...temporary,
    stores: { ...temporary.stores, answers, registry, public: objects, private: objects },
    async close() {
      dynamo.destroy();
      s3.destroy();
      await Promise.all([engines.close(), temporary.close()]);
    },
  };
}

const strange: readonly (readonly [string, string | undefined])[] = [
  ["none", undefined],
  ["an empty one", ""],
  ["one of 1,100 characters", "x".repeat(1_100)],
  ["one of 60,000 characters", "x".repeat(60_000)],
  ["half a character", "\ud83d"],
  ["one with a # and a NUL", "a#b\0"],
];

describe.each([
  ["embedded", temporaryStores, ""],
  ["of the cloud", storesOfTheCloud, hasDynamoEngine ? "" : whyNoDynamoEngine],
] as const)("stores %s", (name, open, absent) => {
  describe.skipIf(absent !== "")(absent === "" ? name : `${name} (${absent})`, () => {
    let town: Town;
    let door: ReturnType<typeof submitDoor>;
    beforeAll(async () => {
      town = await residentTown(undefined, await open());
      door = submitDoor(town.needs);
    });
    afterAll(() => town.close());

    const fields = {
      _submission: "a".repeat(32),
      _wave: "2026-q1",
      _instrument: version,
      _language: "en",
      respect: "4",
    };
    test.each(strange)("a form with a strange wave, %s, gets a page and no fault", async (_, wave) => {
      const { _wave, ...rest } = fields;
      const { status } = await answerOf(door, formEvent(wave === undefined ? rest : { ...rest, _wave: wave }));
      expect([409, 410, 422]).toContain(status);
    });
    test.each(strange)("a form with a strange instrument, %s, gets a page and no fault", async (_, instrument) => {
      const { _instrument, ...rest } = fields;
      const form = instrument === undefined ? rest : { ...rest, _instrument: instrument };
      expect((await answerOf(door, formEvent(form))).status).toBe(422);
    });
    test.each(strange)(
      "JSON with a strange wave, instrument or link, %s, is refused by name",
      async (_, strangeName) => {
        const body = {
          link,
          wave: "2026-q1",
          instrument: version,
          submission: "a".repeat(32),
          language: "en",
          answers: {},
        };
        for (const field of ["wave", "instrument", "link"]) {
          const { status, body: told } = await answerOf(door, jsonEvent({ ...body, [field]: strangeName }));
          expect([status, JSON.parse(told).code]).toEqual(
            field === "link" && status === 404 ? [404, "unknown-link"] : [422, "answers-refused"],
          );
        }
      },
    );
    test("an honest one is stored", async () => {
      expect((await answerOf(door, formEvent(fields))).status).toBe(303);
    });
  });
});
