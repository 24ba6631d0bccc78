import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";
import { people, quarter, settle, tally } from "./small-town.ts";

const random = (bytes: number) => new Uint8Array(bytes).fill(7);
let logged: Readonly<Record<string, unknown>>[] = [];
const log = (line: Readonly<Record<string, unknown>>) => logged.push(line);
const at = Date.UTC(2026, 6, 2, 12);
const folder = "data/riverton/trust/";

let temporary: TemporaryStores;
let stores: Stores;
beforeEach(async () => {
  logged = [];
  temporary = await temporaryStores();
  ({ stores } = temporary);
  await settle(stores);
});
afterEach(() => temporary.close());

/** Through the rights that the catalogue gives the function. */
const run = (event: object) => {
  const entry = catalogue.find(({ name }) => name === "publish-waves")!;
  return publishWaves({ stores: temporary.as(entry.grants), random, log })(event as APIGatewayProxyEventV2);
};
const schedule = (when = at) => run({ source: "mutual-trust.schedule", time: new Date(when).toISOString() });
const call = async (method: string, wave: string, when = at, query = {}) => {
  const answer = (await run({
    requestContext: { timeEpoch: when, http: { method } },
    pathParameters: { department: "riverton", wave },
    queryStringParameters: query,
  })) as { statusCode: number; body: string };
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
};

async function publicFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { key } of stores.public.list("")) {
    files[key] = createHash("sha256")
      .update((await stores.public.read(key))!.bytes)
      .digest("hex");
  }
  return files;
}
const text = async (key: string) => Buffer.from((await stores.public.read(key))!.bytes).toString();
const latest = async () => JSON.parse(await text(`${folder}latest/manifest.json`)) as Manifest;

describe("a tallied wave", () => {
  beforeEach(() => tally(stores, quarter(1), [...people(1, 150, "invited"), ...people(2, 60, "open")]));

  test("is released on schedule, with every file of the contract that there is, latest and pages", async () => {
    expect(await schedule()).toEqual({ surveys: 1, released: 1, busy: 0, failed: 0 });
    const { release, files } = await latest();
    expect(release).toMatch(/^2026-q1-[0-9a-f]{12}$/);
    const names = [
      "CITATION.cff",
      "README.txt",
      "chicago-wide.csv",
      "chicago-wide_moe.csv",
      "chicago-wide_n.csv",
      "codebook.csv",
      "datapackage.json",
      "ddi-codebook.xml",
      "estimates.csv",
      "estimates.json",
      "estimates.parquet",
      "events.csv",
      "figure-answers.csv",
      "figure-areas.csv",
      "figure-groups.csv",
      "figure-quality.csv",
      "figure-trend-trust.svg",
      "figure-trends.csv",
      "load.R",
      "load.do",
      "load.py",
      "load.sps",
      "quality.csv",
      "report.html",
      "representation.csv",
      "tempe-wide.csv",
      "tempe-wide_moe.csv",
      "tempe-wide_n.csv",
      "yearly.csv",
    ];
    expect(files.map(({ path }) => path).toSorted()).toEqual(names);
    const keys = [...names, "manifest.json", "SHA256SUMS"];
    const stored = await publicFiles();
    for (const name of keys) {
      expect(stored[`${folder}latest/${name}`]).toBe(stored[`${folder}releases/${release}/${name}`]);
    }
    for (const file of files) expect(stored[`${folder}releases/${release}/${file.path}`]).toBe(file.sha256);
    expect((JSON.parse(await text("data/catalog.json")) as { dataset: object[] }).dataset).toHaveLength(1);
    expect(Object.keys(stored).filter((key) => key.startsWith("results/"))).toEqual([
      "results/index.html",
      "results/riverton/trust/calendar.json",
      "results/riverton/trust/es/feed.xml",
      "results/riverton/trust/es/index.html",
      "results/riverton/trust/es/releases/index.html",
      "results/riverton/trust/feed.xml",
      "results/riverton/trust/index.html",
      "results/riverton/trust/releases/index.html",
    ]);
    const registry = openRegistry(stores.registry);
    expect((await registry.fresh.releases("riverton", "trust")).map((record) => record.release)).toEqual([release]);
    expect((await registry.fresh.wave("riverton", "2026-q1"))?.releases).toEqual([release]);
  });

  test("is released once: a second run changes no byte", async () => {
    expect((await call("POST", "2026-q1")).status).toBe(201);
    const before = await publicFiles();
    const again = await call("POST", "2026-q1", at + 3_600_000);
    expect(again).toMatchObject({ status: 200, body: { status: "already" } });
    expect(await publicFiles()).toEqual(before);
  });

  test("has a draft that writes nothing", async () => {
    const draft = await call("GET", "2026-q1");
    expect(draft.body).toMatchObject({ release: null, new: ["2026-q1"] });
    expect(draft.body.disclosure["2026-q1/invited"].shown).toBeGreaterThan(10);
    const withheld = Object.values<Record<string, number>>(draft.body.disclosure);
    const protecting = withheld.reduce((sum, counts) => sum + (counts["protects-another"] ?? 0), 0);
    expect(draft.body.protecting).toHaveLength(protecting);
    const kinds = Object.values<Record<string, number>>(draft.body.kinds);
    const all = (counts: Record<string, number>[]) => counts.flatMap(Object.values).reduce((sum, n) => sum + n, 0);
    expect(all(kinds)).toBe(all(withheld));
    expect(draft.body.kinds.everybody.shown).toBeGreaterThan(0);
    expect(draft.body.rows).toMatchObject({ changed: 0, kept: 0 });
    expect((await call("POST", "2026-q1", at, { dryRun: "true" })).body).toEqual(draft.body);
    expect(await publicFiles()).toEqual({});
  });

  test("names its tallies by a keyed digest that its bytes alone do not give", async () => {
    await schedule();
    const { inputs } = await latest();
    expect(inputs.map(({ wave, stream, sequence, fresh }) => [wave, stream, sequence, fresh])).toEqual([
      ["2026-q1", "invited", 1, true],
      ["2026-q1", "open", 1, true],
    ]);
    const bytes = (await stores.private.read("tallies/riverton/trust/2026-q1/invited/1.json"))!.bytes;
    expect(inputs[0]?.hmac).not.toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await stores.private.head("tallies/riverton/trust/2026-q1/invited/1.key")).toBeDefined();
  });

  test("keeps its printed rows to the letter when the next wave is released", async () => {
    await schedule();
    const first = await text(`${folder}latest/estimates.csv`);
    const { release } = await latest();
    await tally(stores, quarter(2), people(3, 200, "invited"));
    expect((await call("POST", "2026-q2")).status).toBe(201);
    const second = await text(`${folder}latest/estimates.csv`);
    expect(second.split("\n").slice(0, first.split("\n").length - 1)).toEqual(first.trimEnd().split("\n"));
    expect(second).toContain("no-detectable-change");
    expect(await latest()).toMatchObject({ sequence: 2, supersedes: null, previous: { release } });
  });

  test("is released again after a late import of ten answers or more, and not for fewer", async () => {
    await schedule();
    const { release } = await latest();
    await tally(stores, quarter(1), people(1, 155, "invited"));
    expect(await schedule(at + 600_000)).toMatchObject({ released: 0 });
    await tally(stores, quarter(1), people(1, 190, "invited"));
    expect(await schedule(at + 1_200_000)).toMatchObject({ released: 1 });
    expect(await latest()).toMatchObject({ sequence: 2, supersedes: release });
    expect(await text("results/riverton/trust/index.html")).toContain(`corrects ${release}`);
  });
});

test("before the first release there are pages that say when it is due, and then that it did not come", async () => {
  const page = "results/riverton/trust/index.html";
  const days = 86_400_000;
  const closed = Date.parse(quarter(1).closes);
  await stores.registry.write({ kind: "wave", scope: "riverton", id: quarter(1).wave }, quarter(1), 0);
  await schedule(closed + days);
  expect(await text(page)).toContain("There are no results yet.");
  const due = new Date(closed + 14 * days).toISOString();
  const first = async () => JSON.parse(await text("results/riverton/trust/calendar.json")).waves[0];
  expect(await first()).toMatchObject({ wave: "2026-q1", due, status: "expected" });
  const before = await publicFiles();
  await schedule(closed + 13 * days);
  expect(await publicFiles()).toEqual(before);
  await schedule(closed + 14 * days);
  expect(await first()).toMatchObject({ status: "missed" });
  expect(await text(page)).toMatch(/The results of [^.]+ were expected by [^.]+ and have not been published\./);
  await tally(stores, quarter(1), people(1, 150, "invited"));
  expect(await schedule(closed + 20 * days)).toMatchObject({ released: 1 });
  expect(await first()).toMatchObject({ status: "released" });
  expect(await text(page)).not.toContain("have not been published");
  const missed = logged.filter(({ outcome }) => outcome === "scheduled").map((line) => line.missed);
  expect(missed, "what an alarm counts").toEqual([0, 0, 1, 0]);
});

test.each([
  ["not over", quarter(3), "too-early"],
  ["over and not tallied", quarter(2), "not-tallied"],
  ["a trial", { ...quarter(1), trial: true }, "wave-is-trial"],
  ["cancelled", { ...quarter(1), cancelled: "2026-02-01T00:00:00Z" }, "wave-cancelled"],
  ["without any answer", { ...quarter(1), tallies: {} }, "nothing-to-publish"],
])("a wave that is %s is not released", async (_, wave, code) => {
  await stores.registry.write({ kind: "wave", scope: "riverton", id: wave.wave }, wave, 0);
  await expect(call("POST", wave.wave)).rejects.toMatchObject({ code });
});

test("a wave that nobody knows is refused", () =>
  expect(call("POST", "2031-q1")).rejects.toMatchObject({ code: "unknown-wave" }));

test("the function has no right to read an answer", async () => {
  const entry = catalogue.find(({ name }) => name === "publish-waves")!;
  expect(entry.grants.map(({ store }) => store)).not.toContain("answers");
  const granted = temporary.as(entry.grants);
  const read = async () => {
    for await (const _ of granted.answers.ofWave(quarter(1), 0)) return;
  };
  await expect(read()).rejects.toMatchObject({ code: "not-granted" });
});
