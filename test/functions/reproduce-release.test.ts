import { beforeEach, describe, expect, test } from "vitest";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { verifyRelease } from "../../lib/publishing/verify/verify-release.ts";
import { documentKey, type ReleaseRecord, type SurveyRecord } from "../../lib/stores/registry.ts";
import type { DocumentKey } from "../../lib/stores/registry-store.ts";
import type { Department } from "../../lib/survey/department.ts";
import { type ReleasedTown, random, releasedTown, series, sha256, sourceOf } from "../publishing/released-town.ts";
import { checkSignature } from "./check-signature.ts";

let town: ReleasedTown;
beforeEach(async () => {
  town = await releasedTown();
});

async function ask(
  method: "GET" | "POST",
  release: string,
  body?: object | string,
  query = {},
  isBase64Encoded = false,
): Promise<Record<string, unknown>> {
  const answer = await publishWaves({ stores: town.stores, random, log: () => {} })({
    pathParameters: { department: "riverton", release },
    requestContext: { timeEpoch: Date.UTC(2026, 6, 5), http: { method } },
    queryStringParameters: query,
    ...(body && { body: typeof body === "string" ? body : JSON.stringify(body), isBase64Encoded }),
  } as never);
  return JSON.parse((answer as { body: string }).body);
}
const change = (key: string, edit: (text: string) => string) => {
  const object = town.state.private.get(key)!;
  const bytes = Buffer.from(edit(Buffer.from(object.bytes).toString()));
  town.state.private.set(key, { ...object, bytes });
};
async function rewrite<Value>(key: DocumentKey, edit: (value: Value) => Value): Promise<void> {
  const { registry } = town.stores;
  const { value, version } = (await registry.read<Value>(key))!;
  await registry.write(key, edit(value), version);
}
const editSurvey = (edit: (record: SurveyRecord) => SurveyRecord) =>
  rewrite(documentKey.survey("riverton", "trust"), edit);
const recordKey = (release: string) => documentKey.release("riverton", "trust", release);
const recordOf = async (release: string) => (await town.stores.registry.read<ReleaseRecord>(recordKey(release)))!.value;

/** Makes a release as it was before settings were kept. */
async function forgetSettings(release: string): Promise<void> {
  const key = `${series}releases/${release}/manifest.json`;
  const object = town.state.public.get(key)!;
  const bytes = Buffer.from(
    Buffer.from(object.bytes)
      .toString()
      .replace(/,\s*"settings": "[0-9a-f]{64}"/g, ""),
  );
  town.state.public.set(key, { ...object, bytes });
  await rewrite<ReleaseRecord>(recordKey(release), ({ settings: _, ...rest }) => ({
    ...rest,
    manifest: sha256(bytes),
  }));
}
const tallyOf = (part: string) => `tallies/riverton/trust/${part}.json`;

describe("a release made again", () => {
  test("is equal, each of them, and carries over from the one before", async () => {
    const found = await Promise.all(town.releases.map((release) => ask("GET", release)));
    expect(found.map(({ status, remade, previous }) => [status, remade, previous])).toEqual([
      ["equal", ["2026-q1/invited"], null],
      ["equal", ["2026-q2/invited", "2026-q2/open"], town.releases[0]],
      ["equal", ["2026-q2/invited"], town.releases[1]],
    ]);
  });

  test("writes nothing and says no number", async () => {
    const before = JSON.stringify([...town.state.public.keys(), ...town.state.private.keys()]);
    const text = JSON.stringify(await ask("GET", town.releases[2]!));
    expect(JSON.stringify([...town.state.public.keys(), ...town.state.private.keys()])).toBe(before);
    expect(text).not.toMatch(/"(value|n|se|ci_low)"|:\d/);
  });

  test("from another tally is different", async () => {
    change(tallyOf("2026-q1/invited/1"), (text) =>
      text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
    );
    expect(await ask("GET", town.releases[0]!)).toMatchObject({
      status: "different",
      differs: { file: "tally 2026-q1/invited/1" },
    });
  });

  test("is equal whatever became of the survey since", async () => {
    await editSurvey(({ survey, population, ...rest }) => ({
      ...rest,
      survey: { ...survey, margins: ["age"], groups: [], confidence: 0.8, sponsor: { en: "Somebody else" } },
      population: population.map((row) => (row.category === "young" ? { ...row, count: 900 } : row)),
      events: [],
    }));
    const department = documentKey.department("riverton");
    await rewrite<Department>(department, (stored) => ({ ...stored, name: { en: "Another name" } }));
    const found = await Promise.all(town.releases.map((release) => ask("GET", release)));
    expect(found.map(({ status, settings, otherwise }) => [status, settings, otherwise])).toEqual(
      town.releases.map(() => ["equal", "then", []]),
    );
  });

  test("from other settings is different, and so where they are gone", async () => {
    const key = (await recordOf(town.releases[1]!)).settings!;
    expect(key).toMatch(/^tallies\/riverton\/trust\/2026-q2\/settings-[0-9a-f]{16}\.json$/);
    change(key, (text) => text.replace('"leastRespondents": 10', '"leastRespondents": 5'));
    const told = { status: "different", differs: { file: `settings ${key}` } };
    expect(await ask("GET", town.releases[1]!)).toMatchObject(told);
    expect(await ask("GET", town.releases[2]!)).toMatchObject({ status: "equal" });
    town.state.private.delete(key);
    const missing = { status: "different", differs: { file: `settings ${key} (missing)` } };
    expect(await ask("GET", town.releases[1]!)).toMatchObject(missing);
  });

  test("from a tally that it superseded and that is another one now is different", async () => {
    change(tallyOf("2026-q2/invited/1"), (text) => text.replace(/\d(?=\D*$)/, (digit) => String(9 - Number(digit))));
    expect(await ask("GET", town.releases[2]!)).toMatchObject({
      status: "different",
      differs: { file: "tally 2026-q2/invited/1" },
    });
  });

  test("by a program that kept no settings is made with today's, and names the first row that differs, and nothing of what it says", async () => {
    await forgetSettings(town.releases[0]!);
    expect(await ask("GET", town.releases[0]!)).toMatchObject({ status: "equal", settings: "today" });
    await editSurvey(({ population, ...rest }) => ({
      ...rest,
      population: population.map((row) => (row.category === "F" ? { ...row, count: 900 } : row)),
    }));
    const { status, differs } = await ask("GET", town.releases[0]!);
    expect(status).toBe("different");
    expect(differs).toEqual({
      file: "estimates.json",
      row: expect.stringMatching(/^2026-q1\/invited\/all\/all\/all\//),
    });
  });

  test("does not follow a release before it that is another one now", async () => {
    const key = `${series}releases/${town.releases[0]}/estimates.json`;
    const object = town.state.public.get(key)!;
    town.state.public.set(key, {
      ...object,
      bytes: Buffer.from(Buffer.from(object.bytes).toString().replace("4", "5")),
    });
    await expect(ask("GET", town.releases[1]!)).rejects.toMatchObject({
      code: "release-unreadable",
      detail: { release: town.releases[0], file: "estimates.json" },
    });
  });

  test("is no longer possible where it, or what it went on from, was removed", async () => {
    await ask("POST", town.releases[1]!, { reason: "Order 12-345" });
    const removed = { status: "removed", removed: town.releases[1] };
    expect(await ask("GET", town.releases[1]!)).toMatchObject({ ...removed, previous: town.releases[0] });
    expect(await ask("GET", town.releases[2]!)).toMatchObject({ ...removed, previous: town.releases[1] });
    expect(await ask("GET", town.releases[0]!)).toMatchObject({ status: "equal" });
  });

  test("is no longer possible once its tally expired", async () => {
    town.state.private.delete(tallyOf("2026-q1/invited/1"));
    expect(await ask("GET", town.releases[0]!)).toMatchObject({ status: "expired", expired: ["2026-q1/invited"] });
  });

  test("is asked for by a name that exists", async () => {
    await expect(ask("GET", "2026-q9-000000000000")).rejects.toMatchObject({ code: "unknown-release" });
  });
});

describe("a release that law demands to remove", () => {
  const reason = "Order 12-345 of the district court";
  const verify = (release: string) =>
    verifyRelease(sourceOf(town.files(), `${series}releases/${release}/`, { whole: true }), {
      sha256,
      checkSignature,
      recompute: true,
    });

  test("leaves a signed tombstone, and the chain over it holds", async () => {
    const { removed } = await ask("POST", town.releases[1]!, { reason });
    const left = [...town.files().keys()].filter((key) => key.includes(town.releases[1]!));
    expect(left.map((key) => key.split("/").at(-1)).toSorted()).toEqual([
      "manifest.json",
      "manifest.sig.json",
      "tombstone.json",
      "tombstone.sig.json",
    ]);
    expect(removed).toContain("estimates.csv");
    expect(await verify(town.releases[1]!)).toMatchObject({ faults: [], removed: reason, files: 0 });
    expect(await verify(town.releases[2]!)).toMatchObject({ faults: [], removed: null, chain: 3 });
  });

  test("stays in the list of releases, which says so and leads to what is left", async () => {
    await ask("POST", town.releases[1]!, { reason });
    const list = Buffer.from(town.state.public.get("results/riverton/trust/releases/index.html")!.bytes).toString();
    const lines = list.split("<tr>").filter((line) => line.includes("/releases/2026-"));
    expect(lines.map((line) => line.includes("law demanded"))).toEqual([false, true, false]);
    expect(lines[1]).toContain(`${town.releases[1]}/tombstone.json`);
  });

  test("again does nothing more; without its tombstone, or with another one, the missing files are faults", async () => {
    await ask("POST", town.releases[1]!, { reason });
    expect(await ask("POST", town.releases[1]!, { reason: "another" })).toMatchObject({ reason });
    const folder = `${series}releases/${town.releases[1]}/`;
    const tombstone = town.state.public.get(`${folder}tombstone.json`)!;
    const other = Buffer.from(Buffer.from(tombstone.bytes).toString().replace("12-345", "12-346"));
    town.state.public.set(`${folder}tombstone.json`, { ...tombstone, bytes: other });
    expect((await verify(town.releases[1]!)).faults[0]?.says).toMatch(/no good signature of tombstone/);
    town.state.public.delete(`${folder}tombstone.json`);
    expect((await verify(town.releases[1]!)).faults.length).toBeGreaterThan(5);
  });

  test("for a reason that is sent as bytes is removed for that reason", async () => {
    const sent = Buffer.from(JSON.stringify({ reason })).toString("base64");
    expect(await ask("POST", town.releases[1]!, sent, {}, true)).toMatchObject({ reason });
  });

  test.each([
    ["the newest", () => town.releases[2]!, { reason }, "release-is-newest"],
    ["one without a reason", () => town.releases[1]!, { reason: " " }, "reason-missing"],
    ["one with half a reason", () => town.releases[1]!, '{"reason": "Order', "not-json"],
    ["one with a list for a reason", () => town.releases[1]!, ["Order"], "reason-missing"],
    ["one with nothing for a reason", () => town.releases[1]!, "null", "reason-missing"],
    ["one that is not there", () => "2026-q9-000000000000", { reason }, "unknown-release"],
  ])("%s is refused", async (_, release, body, code) => {
    const before = town.files().size;
    await expect(ask("POST", release(), body)).rejects.toMatchObject({ code });
    await expect(ask("POST", release(), body, { dryRun: "true" })).rejects.toMatchObject({ code });
    expect(town.files().size).toBe(before);
  });
});
