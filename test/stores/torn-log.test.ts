import { cp, mkdtemp, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openData } from "../../lib/stores/sqlite/database.ts";
import { numberedHash, numberedResponse, sampleWave } from "./sample-response.ts";
import { temporaryStores } from "./temporary-stores.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "trust-torn-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const count = (database: DatabaseSync, query: string): number => Number(database.prepare(query).get()?.n);

test("a log cut anywhere, as by a power loss, opens with every answer that was synced before the cut, and none by half", async () => {
  const { stores, data, close } = await temporaryStores();
  const wave = sampleWave();
  const codes = Array.from({ length: 40 }, (_, n) => ({ hash: numberedHash("torn", n), designClass: "@1" }));
  await stores.answers.addInvitations(wave, codes);
  const sizes: number[] = [];
  for (let n = 0; n < 40; n++) {
    const response = numberedResponse("torn", n);
    if (n % 2) await stores.answers.addInvited(wave, response, numberedHash("torn", n));
    else await stores.answers.add(wave, response);
    sizes.push((await stat(join(data, "store.db-wal"))).size);
  }
  const whole = sizes.at(-1)!;
  const cuts = Array.from({ length: 40 }, (_, n) => Math.floor((whole * n) / 39 / 512) * 512);
  for (const cut of [...cuts, whole - 1]) {
    const copy = join(root, `cut-${cut}`);
    await cp(data, copy, { recursive: true });
    await truncate(join(copy, "store.db-wal"), cut);
    const { database } = openData(copy);
    const answers = count(database, "select count(*) as n from answers");
    expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect(answers, `cut at ${cut}`).toBe(sizes.filter((size) => size <= cut).length);
    expect(count(database, "select count(*) as n from invitations where spent = 1")).toBe(Math.floor(answers / 2));
    database.close();
    await rm(copy, { recursive: true });
  }
  await close();
});

test("every commit waits for the disk, what is deleted is overwritten, and nothing is written elsewhere", () => {
  const { database } = openData(join(root, "settings"));
  const setting = (name: string) => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
  expect(["journal_mode", "synchronous", "secure_delete", "temp_store", "locking_mode"].map(setting)).toEqual([
    "wal",
    2,
    1,
    2,
    "exclusive",
  ]);
  database.close();
});
