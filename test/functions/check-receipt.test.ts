import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { checkReceipt } from "../../functions/check-receipt/check-receipt.ts";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { submitDoor } from "../../functions/submit-response/door.ts";
import { surveyPage } from "../../functions/survey-page/survey-page.ts";
import { tallyWaves } from "../../functions/tally-waves/tally-waves.ts";
import type { StoreGrant } from "../../lib/stores/grant.ts";
import { documentKey, openRegistry } from "../../lib/stores/registry.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";
import {
  answerOf,
  closes,
  eventOf,
  formEvent,
  hiddenFields,
  link,
  residentTown,
  sha256,
  type Town,
  wave,
} from "./resident-town.ts";

let temporary: TemporaryStores;
let town: Town;
beforeEach(async () => {
  temporary = await temporaryStores();
  town = await residentTown(undefined, temporary);
  await town.putSurvey({ receipts: true });
});
afterEach(() => temporary.close());

/** With the rights of its catalogue entry and no other. */
const needsOf = (name: string) => {
  const { grants } = catalogue.find((entry) => entry.name === name)!;
  return { ...town.needs, stores: temporary.as(grants as readonly StoreGrant[]) };
};
/** One resident's answers; @returns the receipt on the thank-you page */
async function answer(): Promise<string> {
  const page = await answerOf(surveyPage(needsOf("survey-page")), eventOf({ path: `/s/${link}`, link }));
  const form = { ...hiddenFields(page.body), respect: "4", listen: "3" };
  const { headers } = await answerOf(submitDoor(needsOf("submit-response")), formEvent(form));
  return new URL(headers.location!, "http://localhost").searchParams.get("receipt")!;
}
const check = (typed: string, lang = "en") =>
  answerOf(
    checkReceipt(needsOf("check-receipt")),
    eventOf({
      method: "POST",
      path: "/check",
      query: { lang },
      body: new URLSearchParams({ receipt: typed }).toString(),
    }),
  );
async function release(): Promise<void> {
  const event = { source: "mutual-trust.schedule", time: new Date(closes + 3_600_000).toISOString() } as const;
  await tallyWaves(needsOf("tally-waves"))(event);
  await publishWaves(needsOf("publish-waves"))(event);
}
const released = async () => {
  for await (const { key } of temporary.stores.public.list("data/"))
    if (key.includes("/releases/") && key.endsWith(`/receipts-${wave.wave}.txt`))
      return Buffer.from((await temporary.stores.public.read(key))!.bytes)
        .toString()
        .trimEnd()
        .split("\n");
  return [];
};

test("a receipt is in no results before the release, and counted after it, however it is typed", async () => {
  const receipts: string[] = [];
  for (let person = 0; person < 12; person++) receipts.push(await answer());
  expect((await check(receipts[0]!)).body).toContain("in no results so far");
  await release();
  for (const receipt of receipts) expect((await check(receipt)).body).toContain("Counted.");
  expect((await check(` ${receipts[0]!.toUpperCase()} `, "es")).body).toContain("Contado.");
  expect((await check("k7q2-m9xr-4tab")).body).toContain("in no results so far");
  const { status, body } = await check("k7q2");
  expect(status).toBe(422);
  expect(body).toContain("12 letters and numbers");
});

test("a release that law removed is not looked into", async () => {
  const receipt = await answer();
  await release();
  const records = await openRegistry(town.needs.stores.registry).fresh.releases(wave.department, wave.survey);
  const [record] = records;
  await town.write(documentKey.release(wave.department, wave.survey, record!.release), { ...record, removed: true });
  expect((await check(receipt)).body).toContain("in no results so far");
});

test("the release lists sorted hashes among random lines, as many for one person as for nine", async () => {
  const receipt = await answer();
  await release();
  const lines = await released();
  expect(lines).toHaveLength(25);
  expect(lines).toEqual(lines.toSorted());
  expect(lines.filter((line) => /^[0-9a-f]{64}$/.test(line))).toHaveLength(25);
  expect(lines).toContain(sha256(receipt));
});

test("the page shows no receipt again that was typed, and nothing is logged of it", async () => {
  const receipt = await answer();
  const before = town.logged.length;
  const { body, headers } = await check(receipt);
  expect(body.toLowerCase()).not.toContain(receipt);
  expect(headers["cache-control"]).toBe("no-store");
  expect(town.logged).toHaveLength(before);
});

test("where no survey gives receipts the page says so", async () => {
  await town.putSurvey({});
  const get = eventOf({ path: "/check", query: { lang: "en" } });
  const { status, body } = await answerOf(checkReceipt(needsOf("check-receipt")), get);
  expect(status).toBe(200);
  expect(body).toContain("give no receipts");
  expect(body).not.toContain("<form");
});
