import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tallyWaves } from "../../functions/tally-waves/tally-waves.ts";
import { Problem } from "../../lib/problems/problem.ts";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import { never, type ObjectStore } from "../../lib/stores/object-store.ts";
import { parseTally } from "../../lib/tally/parse-tally.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { rivertonFiles } from "./riverton.ts";

let place: Installation;
const before = "2026-01-01T00:00:00Z";
const open = "2026-02-10T00:00:00Z";
const closes = "2026-03-01T00:00:00Z";
/** Closing + 10 minutes of grace + 130 s. */
const tallyTime = "2026-03-01T00:12:10Z";
const later = "2026-03-02T00:00:00Z";
/** 100 days after closing. */
const expired = "2026-06-09T00:00:00Z";
const wave = { department: "riverton", survey: "core", wave: "w1" };

beforeEach(async () => {
  place = await openInstallation();
  await place.call(before, "PUT", "/api/v1/manage/folders", { files: rivertonFiles() });
  await place.call(before, "POST", "/api/v1/manage/waves", { ...wave, opens: "2026-02-01T00:00:00Z", closes });
});
afterEach(() => place.close());

/** So many answers: three of four own their home. */
async function answer(count: number, { at = open, stream = "open", first = 0 } = {}): Promise<void> {
  for (let from = 0; from < count; from += 200) {
    const rows = Array.from({ length: Math.min(200, count - from) }, (_, index) => ({
      line: from + index + 2,
      answers: { respect: String(1 + (index % 3)), listen: "2", tenure: index % 4 === 0 ? "rent" : "own" },
      stream,
      mode: "paper",
      identity: `${stream}${first + from + index}`,
    }));
    await place.call(at, "POST", "/api/v1/import/riverton/w1", { rows });
  }
}
const progress = async () =>
  (await place.registry.store.read<{ progress: unknown }>({ kind: "progress", scope: "riverton", id: "w1" }))?.value
    .progress;
const tallyNow = (at: string, query = "") =>
  place.call<{ tallies: unknown; made: number }>(at, "POST", `/api/v1/tallies/riverton/w1${query}`);
const recordOf = async (id: string) =>
  (await place.registry.store.read<{ emptied?: boolean }>({ kind: "progress", scope: "riverton", id }))!.value;
const objects = async (): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of place.stores.private.list("tallies/")) keys.push(key);
  return keys;
};
const responses = async (at: string): Promise<number> => {
  let count = 0;
  for await (const page of place.stores.answers.ofWave(wave, Date.parse(at) / 1000)) count += page.length;
  return count;
};

describe("while a wave is open", () => {
  test.each([
    [24, { total: 0, places: {}, demographics: { tenure: {} } }],
    [25, { total: 25, places: { "": 25 }, demographics: { tenure: {} } }],
    [110, { total: 100, places: { "": 100 }, demographics: { tenure: { own: 75, rent: 25 } } }],
  ])("of %i answers only multiples of 25 are written down", async (count, told) => {
    await answer(count);
    await place.runTallyJob(open);
    expect(await progress()).toEqual(told);
    const status = await place.call<{ waves: { progress: unknown }[] }>(open, "GET", "/api/v1/manage/status");
    expect(status.waves[0]!.progress).toEqual(told);
  });

  test("the same rounded counts are not written again", async () => {
    const key = { kind: "progress", scope: "riverton", id: "w1" };
    await answer(30);
    await place.runTallyJob(open);
    await answer(2, { first: 30 });
    await place.runTallyJob(open);
    expect((await place.registry.store.read(key))!.version).toBe(1);
  });

  test.each([open, closes, "2026-03-01T00:12:09Z"])(
    "at %s it is too early, and the refusal says from when",
    async (at) => {
      await answer(30);
      await expect(tallyNow(at)).rejects.toMatchObject({
        code: "too-early",
        detail: { from: "2026-03-01T00:12:10.000Z" },
      });
      await place.runTallyJob(at);
      expect(await objects()).toEqual([]);
    },
  );
});

describe("a wave that is over", () => {
  test("is tallied once per stream, with every answer in it", async () => {
    await answer(60);
    await answer(40, { stream: "invited" });
    expect(await tallyNow(tallyTime, "?dryRun=true")).toMatchObject({ made: 0 });
    expect(await objects()).toEqual([]);
    await place.runTallyJob(tallyTime);
    expect(await objects()).toEqual([
      "tallies/riverton/core/w1/invited/1.json",
      "tallies/riverton/core/w1/open/1.json",
    ]);
    const { tallies } = (await place.registry.fresh.wave("riverton", "w1"))!;
    expect(tallies).toEqual({ open: { sequence: 1, responses: 60 }, invited: { sequence: 1, responses: 40 } });
    const tally = parseTally((await place.stores.private.read("tallies/riverton/core/w1/open/1.json"))!.bytes);
    expect(tally.cells.reduce((sum, { n }) => sum + n, 0)).toBe(60);
    expect((await tallyNow(later)).made).toBe(0);
  });

  test("without answers is tallied as such", async () => {
    await place.runTallyJob(tallyTime);
    expect((await place.registry.fresh.wave("riverton", "w1"))!.tallies).toEqual({});
  });

  test("gets a new tally after a late import, in that stream", async () => {
    await answer(60);
    await answer(40, { stream: "invited" });
    await place.runTallyJob(tallyTime);
    await answer(10, { stream: "invited", first: 40, at: later });
    await place.runTallyJob(later);
    const { tallies } = (await place.registry.fresh.wave("riverton", "w1"))!;
    expect(tallies).toEqual({ open: { sequence: 1, responses: 60 }, invited: { sequence: 2, responses: 50 } });
    expect((await objects()).filter((key) => key.includes("/invited/"))).toHaveLength(2);
  });

  test("tallied by eight runs at once has one tally", async () => {
    await answer(60);
    await Promise.all(Array.from({ length: 8 }, () => place.runTallyJob(tallyTime)));
    expect(await objects()).toEqual(["tallies/riverton/core/w1/open/1.json"]);
  });

  test("whose tally was written before the run was killed is registered by the next one", async () => {
    await answer(60);
    await place.runTallyJob(tallyTime);
    await place.registry.update(
      { kind: "wave", scope: "riverton", id: "w1" },
      (value: Record<string, unknown> | undefined) => {
        const { tallies: _lost, ...rest } = value!;
        return rest;
      },
    );
    await place.runTallyJob(later);
    expect((await place.registry.fresh.wave("riverton", "w1"))!.tallies).toEqual({
      open: { sequence: 1, responses: 60 },
    });
    expect(await objects()).toHaveLength(1);
  });

  test("is read no more once its imports are closed and all are counted", async () => {
    await answer(60);
    await answer(10, { first: 60, at: later });
    await place.call(later, "POST", "/api/v1/manage/waves/riverton/w1/close-imports");
    for (const at of ["2026-03-02T00:01:00Z", "2026-03-02T00:10:00Z"]) await place.runTallyJob(at);
    expect((await place.registry.fresh.wave("riverton", "w1"))!.tallies).toEqual({
      open: { sequence: 1, responses: 70 },
    });
    const record = await place.registry.store.read<{ settled: boolean }>({
      kind: "progress",
      scope: "riverton",
      id: "w1",
    });
    expect(record!.value.settled).toBe(true);
  });
});

test("a trial is never tallied", async () => {
  await place.call(before, "POST", "/api/v1/manage/waves/riverton/w1/cancel");
  const trial = { ...wave, wave: "t1", opens: "2026-02-01T00:00:00Z", closes, trial: true };
  await place.call(before, "POST", "/api/v1/manage/waves", trial);
  await place.runTallyJob(later);
  expect((await place.registry.fresh.wave("riverton", "t1"))!.tallies).toBeUndefined();
  await expect(place.call(later, "POST", "/api/v1/tallies/riverton/t1")).rejects.toMatchObject({
    code: "wave-is-trial",
  });
});

test("the answers of a cancelled wave are gone after the next run, and those that slip in for a moment later too", async () => {
  await answer(30);
  await place.call(open, "POST", "/api/v1/manage/waves/riverton/w1/cancel");
  await place.runTallyJob(open);
  expect(await responses(open)).toBe(0);
  await expect(tallyNow(later)).rejects.toMatchObject({ code: "wave-cancelled" });
  expect((await recordOf("w1")).emptied).toBe(false);
  // A tally or a release that read of the wave before may still be at it.
  await place.runTallyJob("2026-02-10T00:15:59Z");
  expect((await recordOf("w1")).emptied).toBe(false);
  await place.runTallyJob("2026-02-10T00:17:00Z");
  expect((await recordOf("w1")).emptied).toBe(true);
});

test("after expiry answers, tallies and keys are gone, and the wave is sealed", async () => {
  await answer(30);
  await place.runTallyJob(tallyTime);
  await place.runTallyJob("2026-06-08T23:59:59Z");
  expect(await objects()).toHaveLength(1);
  await place.runTallyJob(expired);
  expect(await objects()).toEqual([]);
  // Not only hidden from readers: gone, whatever time it is asked for.
  expect(await responses(open)).toBe(0);
  expect(await place.registry.fresh.waveKeys("riverton", "w1")).toEqual({ page: expect.any(String) });
  await expect(tallyNow(expired)).rejects.toMatchObject({ code: "wave-sealed" });
});

test("what a release that was under way lays beside the tallies of an expired wave goes too", async () => {
  await answer(30);
  await place.runTallyJob(tallyTime);
  await place.runTallyJob(expired);
  const key = "tallies/riverton/core/w1/settings-0123456789abcdef.json";
  await place.stores.private.create({ key, bytes: new Uint8Array(1), contentType: "text/plain", cacheControl: never });
  await place.runTallyJob("2026-06-09T00:15:00Z");
  expect(await objects()).toEqual([]);
  expect((await recordOf("w1")).emptied).toBe(false);
  await place.runTallyJob("2026-06-09T00:17:00Z");
  expect((await recordOf("w1")).emptied).toBe(true);
});

/** A run of the job that waits before it creates its `held`-th file. */
async function heldTally(held: number) {
  const reached = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let files = 0;
  const { stores } = place;
  const create: ObjectStore["create"] = async (object) => {
    if (++files === held) {
      reached.resolve();
      await goOn.promise;
    }
    return stores.private.create(object);
  };
  const slow = { ...stores, private: { ...stores.private, create } };
  const run = tallyWaves({ stores: slow, random: randomBytes, log: () => {} })({
    source: "mutual-trust.schedule",
    time: new Date(tallyTime).toISOString(),
  });
  await reached.promise;
  return async (): Promise<number> => {
    goOn.resolve();
    await Promise.allSettled([run]);
    return files;
  };
}
const cancel = () => place.call(tallyTime, "POST", "/api/v1/manage/waves/riverton/w1/cancel");

test.each([
  ["cancelled", 1, cancel, later],
  ["cancelled", 2, cancel, later],
  ["expired", 1, async () => undefined, "2026-06-10T00:00:00Z"],
  ["expired", 2, async () => undefined, "2026-06-10T00:00:00Z"],
])(
  "a tally held up until its wave was %s and emptied, before file %i, leaves nothing behind",
  async (_, held, end, after) => {
    await answer(30);
    await answer(30, { stream: "invited" });
    const goOn = await heldTally(held);
    await end();
    await place.runTallyJob(after);
    expect((await recordOf("w1")).emptied).toBe(true);
    expect(await goOn()).toBe(2);
    expect(await objects()).toEqual([]);
  },
);

test("a tally that is written just after its wave was looked through goes too", async () => {
  await answer(30);
  const goOn = await heldTally(1);
  await cancel();
  const { stores } = place;
  const list: ObjectStore["list"] = async function* (prefix) {
    yield* stores.private.list(prefix);
    await goOn();
  };
  const looking = { ...stores, private: { ...stores.private, list } };
  await tallyWaves({ stores: looking, random: randomBytes, log: () => {} })({
    source: "mutual-trust.schedule",
    time: new Date(later).toISOString(),
  });
  expect((await recordOf("w1")).emptied).toBe(true);
  expect(await objects()).toEqual([]);
});

test("one wave that fails holds up no other, and the run says so", async () => {
  const second = { ...wave, wave: "w2", opens: "2026-03-05T00:00:00Z", closes: "2026-03-10T00:00:00Z" };
  await place.call(before, "POST", "/api/v1/manage/waves", second);
  await answer(30);
  const { stores } = place;
  const unreadable: AsyncIterable<never> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Problem("store-unavailable", { reason: "test" })),
    }),
  };
  const answers: AnswerStore = {
    ...stores.answers,
    ofWave: (name, now) => (name.wave === "w1" ? unreadable : stores.answers.ofWave(name, now)),
  };
  const job = tallyWaves({ stores: { ...stores, answers }, random: randomBytes, log: () => {} });
  const run = job({ source: "mutual-trust.schedule", time: "2026-04-01T00:00:00Z" });
  await expect(run).rejects.toMatchObject({ code: "job-incomplete", detail: { failed: 1 } });
  expect((await place.registry.fresh.wave("riverton", "w2"))!.tallies).toEqual({});
});
