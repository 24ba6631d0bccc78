import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { documentKey, openRegistry, type SurveyRecord } from "../../lib/stores/registry.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";
import { people, quarter, settle, tally } from "./small-town.ts";

let temporary: TemporaryStores;
beforeEach(async () => {
  temporary = await temporaryStores();
  await settle(temporary.stores);
});
afterEach(() => temporary.close());

/** Sixty answers over the library's links, thirty over the market's, ten over none. */
const answers = people(2, 100, "open").map((response, at) => ({
  ...response,
  place: at < 60 ? "library" : at < 90 ? "market" : null,
}));

async function released(placeCap: number | undefined): Promise<string | undefined> {
  const { stores } = temporary;
  if (placeCap !== undefined)
    await openRegistry(stores.registry).update<SurveyRecord>(documentKey.survey("riverton", "trust"), (record) => ({
      ...record!,
      survey: { ...record!.survey, placeCap },
    }));
  await tally(stores, quarter(1), answers);
  const { grants } = catalogue.find(({ name }) => name === "publish-waves")!;
  const needs = {
    stores: temporary.as(grants),
    random: (bytes: number) => new Uint8Array(bytes).fill(7),
    log: () => {},
  };
  await publishWaves(needs)({ source: "mutual-trust.schedule", time: "2026-07-02T12:00:00Z" });
  const file = await stores.public.read("data/riverton/trust/latest/places.csv");
  return file && Buffer.from(file.bytes).toString();
}

test.each([
  [50, "wave,stream,place,cap\n2026-q1,open,library,50\n"],
  [25, "wave,stream,place,cap\n2026-q1,open,library,25\n2026-q1,open,market,25\n"],
  [60, "wave,stream,place,cap\n"],
  [undefined, undefined],
])("with a cap of %s the release names each place over it, and no number of answers", async (cap, expected) => {
  expect(await released(cap)).toBe(expected);
});
