import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { collected, listed, numberedHash, numberedResponse } from "./sample-response.ts";

const program = fileURLToPath(new URL("submitting-process.ts", import.meta.url));
const waveOf = (seed: string) => ({ department: "riverton", survey: "trust", wave: seed });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-kill-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withStores = async <Value>(data: string, use: (stores: Stores) => Promise<Value>): Promise<Value> => {
  const thread = await startStoreThread({ data });
  const value = await use(embeddedStores(thread.open(everyGrant)));
  await thread.close();
  return value;
};

/** Runs the process until it has said so many lines after `ready`, then kills it. @returns what it said was stored */
async function acknowledgedBeforeKill(data: string, seed: string, count: number, lines: number): Promise<number[]> {
  const child = spawn(process.execPath, [program, data, seed, String(count)], { stdio: ["pipe", "pipe", "inherit"] });
  const acknowledged: number[] = [];
  let said = 0;
  for await (const line of createInterface(child.stdout)) {
    const [n, outcome] = line.split(" ");
    if (outcome !== undefined) acknowledged.push(Number(n));
    if (++said === lines) child.kill("SIGKILL");
  }
  return acknowledged;
}

const rounds = 12;
test(`killed ${rounds} times in the middle of submissions: every acknowledged one is there once, codes and responses agree`, async () => {
  const data = join(folder, "kill");
  const count = 1_500;
  let acknowledged = 0;
  for (let round = 0; round < rounds; round++) {
    const seed = `round-${round}`;
    const wave = waveOf(seed);
    const numbers = await acknowledgedBeforeKill(data, seed, count, 20 + 85 * round);
    acknowledged += numbers.length;
    const most = Math.min(count, Math.max(-1, ...numbers) + 65);
    await withStores(data, async ({ answers }) => {
      const before = await collected(answers.ofWave(wave, 0));
      const numberOf = new Map(Array.from({ length: most }, (_, n) => [numberedResponse(seed, n).submission, n]));
      const there = before.map(({ submission }) => numberOf.get(submission)!);
      expect(new Set(there).size).toBe(before.length);
      expect(numbers.filter((n) => !there.includes(n))).toEqual([]);
      const { spent } = await answers.invitationCounts(wave);
      expect(spent).toBe(there.filter((n) => n % 2).length);

      const outcomes = await Promise.all(
        Array.from({ length: most }, (_, n) => {
          const response = numberedResponse(seed, n);
          return n % 2 ? answers.addInvited(wave, response, numberedHash(seed, n)) : answers.add(wave, response);
        }),
      );
      expect(outcomes.map((outcome, n) => [n, outcome])).toEqual(
        outcomes.map((_, n) => [n, there.includes(n) ? "already" : "stored"]),
      );
    });
  }
  expect(acknowledged).toBeGreaterThan(rounds * 400);
});

test("killed 6 times while releases are written: every acknowledged object is there, none by half", async () => {
  const data = join(folder, "objects");
  const writing = fileURLToPath(new URL("writing-process.ts", import.meta.url));
  let last = -1;
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [writing, data, String(last + 1)], { stdio: ["ignore", "pipe", "inherit"] });
    let lines = 0;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      if (++lines === 5) setTimeout(() => child.kill("SIGKILL"), round);
    }
    await withStores(data, async (stores) => {
      const wholeText = async (key: string) => {
        const { bytes } = (await stores.public.read(key))!;
        const text = new TextDecoder().decode(bytes);
        expect(text).toBe(`${Number(text.split(" ")[0])} `.repeat(20_000));
        return Number(text.split(" ")[0]);
      };
      const keys = (await listed(stores.public.list("data/releases/"))).map(({ key }) => key);
      for (const key of keys) expect(await wholeText(key)).toBe(Number(key.split("/").at(-1)));
      expect(keys.length).toBeGreaterThanOrEqual(last + 1);
      expect(await wholeText("data/latest")).toBeGreaterThanOrEqual(last);
    });
  }
});

const prlimit = "/usr/bin/prlimit";
test.skipIf(!existsSync(prlimit))(
  `a full disk refuses with a sentence, loses nothing, and goes on when space returns${existsSync(prlimit) ? "" : " (needs prlimit)"}`,
  async () => {
    const data = join(folder, "full");
    const command = ["--fsize=1500000:unlimited", process.execPath, program, data, "full", "4000"];
    const child = spawn(prlimit, command, { stdio: ["pipe", "pipe", "inherit"] });
    const outcomes: (string | undefined)[] = [];
    let before = 0;
    for await (const line of createInterface(child.stdout)) {
      if (line === "full") {
        before = outcomes.length;
        spawn(prlimit, ["--pid", String(child.pid), "--fsize=unlimited"]).on("exit", () => child.stdin.write("go\n"));
      } else if (line !== "ready") outcomes.push(line.split(" ")[1]);
    }
    expect(before).toBeGreaterThan(100);
    expect(before).toBeLessThan(4_000);
    expect(outcomes).toHaveLength(4_000);
    expect(outcomes.every((outcome) => outcome === "stored" || outcome === "already")).toBe(true);
    const stored = await withStores(data, ({ answers }) => collected(answers.ofWave(waveOf("full"), 0)));
    expect(new Set(stored.map(({ submission }) => submission)).size).toBe(4_000);
    expect(stored).toHaveLength(4_000);
  },
);
