import { beforeEach, describe, expect, test } from "vitest";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { verifyRelease } from "../../lib/publishing/verify/verify-release.ts";
import { documentKey, type SurveyRecord } from "../../lib/stores/registry.ts";
import { type ReleasedTown, random, releasedTown, series, sha256, sourceOf } from "../publishing/released-town.ts";
import { checkSignature } from "./check-signature.ts";

let town: ReleasedTown;
beforeEach(async () => {
  town = await releasedTown();
});

async function ask(method: "GET" | "POST", release: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await publishWaves({ stores: town.stores, random, log: () => {} })({
    pathParameters: { department: "riverton", release },
    requestContext: { timeEpoch: Date.UTC(2026, 6, 5), http: { method } },
    ...(body && { body: JSON.stringify(body) }),
  } as never);
  return JSON.parse((answer as { body: string }).body);
}
const change = (key: string, edit: (text: string) => string) => {
  const object = town.state.private.get(key)!;
  const bytes = Buffer.from(edit(Buffer.from(object.bytes).toString()));
  town.state.private.set(key, { ...object, bytes });
};
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

  test("names the first row that comes out different, and nothing of what it says", async () => {
    const key = documentKey.survey("riverton", "trust");
    const stored = (await town.stores.registry.read<SurveyRecord>(key))!;
    const population = stored.value.population.map((row) => (row.category === "F" ? { ...row, count: 900 } : row));
    await town.stores.registry.write(key, { ...stored.value, population }, stored.version);
    const { status, differs } = await ask("GET", town.releases[0]!);
    expect(status).toBe("different");
    expect(differs).toEqual({
      file: "estimates.json",
      row: expect.stringMatching(/^2026-q1\/invited\/all\/all\/all\//),
    });
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

  test.each([
    ["the newest", () => town.releases[2]!, { reason }, "release-is-newest"],
    ["one without a reason", () => town.releases[1]!, { reason: " " }, "reason-missing"],
    ["one that is not there", () => "2026-q9-000000000000", { reason }, "unknown-release"],
  ])("%s is refused", async (_, release, body, code) => {
    const before = town.files().size;
    await expect(ask("POST", release(), body)).rejects.toMatchObject({ code });
    expect(town.files().size).toBe(before);
  });
});
