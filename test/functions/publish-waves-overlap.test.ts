import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { takeLease } from "../../functions/publish-waves/lease.ts";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { documentKey, openRegistry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { dyingStores, Killed } from "./dying-stores.ts";
import { copyOf, emptyState, type MemoryState, memoryRegistry, memoryStores } from "./memory-stores.ts";
import { people, quarter, settle, tally } from "./small-town.ts";
import { type SteppedRun, steppedRun } from "./stepped-run.ts";

fc.configureGlobal({ seed: 41 });

/** `OVERLAPS=all` holds a run up before every call, and takes more turns. */
const isThorough = process.env.OVERLAPS === "all";
const at = Date.UTC(2026, 9, 2, 12);
/** Longer than a lease lasts. */
const tooLong = 600_000;
const folder = "data/riverton/trust/";

interface Moment {
  /** What the machine's clock says. */
  readonly clock: number;
  /** What the event says, where it is another time: one that waited in a queue, or is delivered again. */
  readonly event?: number;
}
const needsAt = (stores: Stores, clock: number) => ({
  stores,
  clock: () => clock,
  random: (bytes: number) => new Uint8Array(bytes).fill(7),
  log: () => {},
});
const scheduled = (stores: Stores, { clock, event = clock }: Moment) =>
  publishWaves(needsAt(stores, clock))({ source: "mutual-trust.schedule", time: new Date(event).toISOString() });
const byHand = (stores: Stores, { clock, event = clock }: Moment, wave = "2026-q2") =>
  publishWaves(needsAt(stores, clock))({
    requestContext: { timeEpoch: event, http: { method: "POST" } },
    pathParameters: { department: "riverton", wave },
  } as unknown as APIGatewayProxyEventV2);

/** One wave is released and two wait: by hand the first of them is released, on schedule both. So two runs make two releases. */
const second = emptyState();
const first = emptyState();
for (const [state, released] of [
  [second, 1],
  [first, 0],
] as const) {
  const stores = memoryStores(state);
  await settle(stores);
  for (const number of [1, 2, 3]) {
    await tally(stores, quarter(number), people(number, 60, "invited"));
    if (number === released) await scheduled(stores, { clock: at - 86_400_000 });
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Every release of the ledger is whole, signed and follows the one before it; the newest is the one that is shown. */
async function expectWhole(state: MemoryState): Promise<void> {
  const { registry } = memoryStores(state);
  let previous: Manifest["previous"] = null;
  for (const { release, manifest: hash } of await ledgerOf(state)) {
    const inside = `${folder}releases/${release}/`;
    const { bytes } = state.public.get(`${inside}manifest.json`)!;
    expect(sha256(bytes)).toBe(hash);
    const manifest = JSON.parse(Buffer.from(bytes).toString()) as Manifest;
    for (const file of manifest.files)
      expect(sha256(state.public.get(inside + file.path)?.bytes ?? new Uint8Array()), file.path).toBe(file.sha256);
    for (const beside of ["SHA256SUMS", "manifest.sig.json"])
      expect(state.public.has(inside + beside), beside).toBe(true);
    expect(manifest.previous).toEqual(previous);
    previous = { release, manifest: hash };
  }
  const head = await registry.read<{ release: string }>(documentKey.releaseHead("riverton", "trust"));
  expect(head?.value.release).toBe(previous?.release);
  expect(sha256(state.public.get(`${folder}latest/manifest.json`)!.bytes)).toBe(previous?.manifest);
}

/** Of releases that are not in the ledger there is no file and no claim. */
async function expectNothingElse(state: MemoryState): Promise<void> {
  const ledger = (await ledgerOf(state)).map(({ release }) => release);
  const files = [...state.public.keys()].filter((key) => key.startsWith(`${folder}releases/`));
  expect(new Set(files.map((key) => key.split("/")[4]))).toEqual(new Set(ledger));
  const waves = await openRegistry(memoryStores(state).registry).fresh.waves("riverton", "trust");
  expect(new Set(waves.flatMap(({ releases = [] }) => releases))).toEqual(new Set(ledger));
  for (const { wave, releases = [] } of waves) expect(releases, wave).not.toEqual([]);
}

const ledgerOf = (state: MemoryState) => openRegistry(memoryStores(state).registry).fresh.releases("riverton", "trust");

const isLate = (error: unknown): boolean => isProblem(error, "store-conflict") || isProblem(error, "publishing-busy");

test("a run under way is not joined by another, whatever time the event of either says", async () => {
  const state = copyOf(second);
  const slow = steppedRun(memoryStores(state), (stores) => byHand(stores, { clock: at }));
  await slow.go(60);
  for (const event of [at, at - 61_000, at - 6 * 3_600_000, at + tooLong, at + 86_400_000]) {
    await expect(byHand(memoryStores(state), { clock: at + 60_000, event })).rejects.toMatchObject({
      code: "publishing-busy",
    });
    expect(await scheduled(memoryStores(state), { clock: at - 60_000, event })).toMatchObject({ busy: 1, released: 0 });
  }
  expect(await slow.end()).toBeUndefined();
  await scheduled(memoryStores(state), { clock: at });
  await expectWhole(state);
  await expectNothingElse(state);
});

test("a run that was held up for too long, whether it goes on or dies, is overtaken before whichever call and leaves nothing behind", async () => {
  const counted = dyingStores(memoryStores(copyOf(second)), Number.POSITIVE_INFINITY);
  await byHand(counted.stores, { clock: at });
  let overtaken = 0;
  for (let calls = 1; calls < counted.calls.length; calls += isThorough ? 1 : 7) {
    const state = copyOf(second);
    const slow = steppedRun(memoryStores(state), (stores) => byHand(stores, { clock: at }));
    await slow.go(calls);
    await scheduled(memoryStores(state), { clock: at + tooLong, event: at - 61_000 });
    const dies = calls % 2 === 0;
    const error = dies ? await slow.die() : await slow.end();
    if (isProblem(error, "store-conflict")) overtaken++;
    else if (!dies) expect(error).toBeUndefined();
    await expectWhole(state);
    await expectNothingElse(state);
  }
  expect(overtaken).toBeGreaterThan(4);
}, 300_000);

test.each([
  ["the first release", first],
  ["the next one", second],
])(
  "however runs take turns at %s, and wherever one dies, every release is whole",
  async (_, before) => {
    const turn = fc.record({ run: fc.nat(2), calls: fc.integer({ min: 1, max: 60 }) });
    const plan = fc.record({
      turns: fc.array(turn, { maxLength: 8 }),
      ends: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      dies: fc.nat(5),
    });
    const property = fc.asyncProperty(plan, async ({ turns, ends, dies }) => {
      const state = copyOf(before);
      const begin = [
        (stores: Stores) => byHand(stores, { clock: at }),
        (stores: Stores) => scheduled(stores, { clock: at + tooLong, event: at - 61_000 }),
        (stores: Stores) => byHand(stores, { clock: at + 2 * tooLong }, "2026-q3"),
      ];
      const runs: SteppedRun[] = [];
      const runOf = (run: number): SteppedRun => {
        runs[run] ??= steppedRun(memoryStores(state), begin[run]!);
        return runs[run];
      };
      for (const { run, calls } of turns) await runOf(run).go(calls);
      for (const run of ends) {
        const error = run === dies ? await runOf(run).die() : await runOf(run).end();
        if (error !== undefined && !isLate(error) && !(run === dies && error instanceof Killed)) throw error;
      }
      await scheduled(memoryStores(state), { clock: at + 3 * tooLong });
      await expectWhole(state);
      // What a run left that died after the release that overtook it goes when the next one is made.
      if (dies < runs.length) {
        await tally(memoryStores(state), quarter(4), people(4, 60, "invited"));
        await scheduled(memoryStores(state), { clock: at + 4 * tooLong });
        await expectWhole(state);
      }
      await expectNothingElse(state);
    });
    await fc.assert(property, { numRuns: isThorough ? 200 : 12 });
  },
  300_000,
);

/** A state in which a run waits in the middle of the files of the release that the schedule would make too. */
async function heldUp(): Promise<{ readonly state: MemoryState; readonly slow: SteppedRun }> {
  const state = copyOf(second);
  const slow = steppedRun(memoryStores(state), (stores) => byHand(stores, { clock: at }, "2026-q3"));
  await slow.go(60);
  return { state, slow };
}

test("of two runs at the same release the late one takes nothing away, wherever the other is with it", async () => {
  const counted = dyingStores(memoryStores((await heldUp()).state), Number.POSITIVE_INFINITY);
  await scheduled(counted.stores, { clock: at + tooLong });
  const writes = counted.calls.flatMap((name, index) => (name === "write" ? [index + 1] : []));
  for (const calls of writes) {
    const { state, slow } = await heldUp();
    const other = steppedRun(memoryStores(state), (stores) => scheduled(stores, { clock: at + tooLong }));
    await other.go(calls);
    await slow.end();
    await other.end();
    await scheduled(memoryStores(state), { clock: at + 2 * tooLong });
    await expectWhole(state);
    await expectNothingElse(state);
  }
});

test("a run that cannot claim a wave takes no claim of another from it", async () => {
  const state = copyOf(second);
  const stores = memoryStores(state);
  const slow = steppedRun(stores, (mine) => byHand(mine, { clock: at }, "2026-q3"));
  const { fresh } = openRegistry(stores.registry);
  while ((await fresh.wave("riverton", "2026-q2"))?.releases === undefined) await slow.go(1);
  let others = 0;
  const write: Stores["registry"]["write"] = async (key, value, expected) => {
    // As often as a change is tried.
    if (key.kind === "wave" && others++ < 8) throw new Problem("store-conflict", { key: key.id });
    return stores.registry.write(key, value, expected);
  };
  const other = byHand({ ...stores, registry: { ...stores.registry, write } }, { clock: at + tooLong }, "2026-q3");
  await expect(other).rejects.toMatchObject({ code: "store-conflict" });
  expect(await slow.end()).toBeUndefined();
  await expectWhole(state);
  await expectNothingElse(state);
});

test("a run that wakes when its release was made by another, and the next one after it, takes nothing away", async () => {
  const { state, slow } = await heldUp();
  await scheduled(memoryStores(state), { clock: at + tooLong });
  await tally(memoryStores(state), quarter(4), people(4, 60, "invited"));
  await scheduled(memoryStores(state), { clock: at + 2 * tooLong });
  expect(await slow.end()).toMatchObject({ code: "store-conflict" });
  await expectWhole(state);
  await expectNothingElse(state);
});

test("a file that is there with other bytes is not released", async () => {
  const state = copyOf(second);
  const slow = steppedRun(memoryStores(state), (stores) => byHand(stores, { clock: at }));
  await slow.go(60);
  await slow.die();
  const before = await ledgerOf(state);
  const left = [...state.public].filter(([key]) => key.includes("/releases/2026-q2-"));
  expect(left.length).toBeGreaterThan(3);
  const [key, object] = left[0]!;
  state.public.set(key, { ...object, bytes: object.bytes.subarray(1) });
  await expect(byHand(memoryStores(state), { clock: at + tooLong })).rejects.toMatchObject({
    code: "release-unreadable",
    detail: { file: key.split("/").at(-1) },
  });
  expect(await ledgerOf(state)).toEqual(before);
});

afterEach(() => {
  vi.useRealTimers();
});

test("a lease is held as long as its run lives, and two minutes longer when it was killed", async () => {
  vi.useFakeTimers({ now: at });
  const store = memoryRegistry();
  const take = (over = store) => takeLease(over, "riverton/trust", Date.now);
  const lease = await take();
  await vi.advanceTimersByTimeAsync(900_000);
  await expect(take()).rejects.toMatchObject({ code: "publishing-busy" });
  await lease.giveBack();
  let isDead = false;
  const killed = await take({
    ...store,
    write: async (...given) => {
      if (isDead) throw new Killed();
      return store.write(...given);
    },
  });
  isDead = true;
  await vi.advanceTimersByTimeAsync(119_000);
  await expect(take()).rejects.toMatchObject({ code: "publishing-busy" });
  await vi.advanceTimersByTimeAsync(1_000);
  await take();
  isDead = false;
  await expect(killed.giveBack()).rejects.toBeInstanceOf(Killed);
  await expect(take(), "another holds it").rejects.toMatchObject({ code: "publishing-busy" });
});

test("a lease of a clock that was far ahead is nobody's; one a little ahead is held", async () => {
  const store = memoryRegistry();
  const take = (clock: number) => takeLease(store, "riverton/trust", () => clock);
  await take(at + 86_400_000);
  await take(at);
  await expect(take(at - 90_000)).rejects.toMatchObject({ code: "publishing-busy" });
});
