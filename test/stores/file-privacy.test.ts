import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { numberedHash, numberedResponse } from "./sample-response.ts";
import { type TemporaryStores, temporaryStores } from "./temporary-stores.ts";

const wave = { department: "riverton", survey: "trust", wave: "2026-q1" };
const seed = "privacy";

/** Stores the numbered responses, each in a commit of its own, every third with a code. */
async function arrive({ stores }: TemporaryStores, order: readonly number[]): Promise<void> {
  const invitations = [...order].sort((a, b) => a - b).map((n) => ({ hash: numberedHash(seed, n), designClass: "@1" }));
  await stores.answers.addInvitations(wave, invitations);
  for (const n of order) {
    const response = numberedResponse(seed, n);
    if (n % 3 === 0) await stores.answers.addInvited(wave, response, numberedHash(seed, n));
    else await stores.answers.add(wave, response);
  }
}

/** Every byte of the data folder, by file. */
async function bytesOf(data: string): Promise<Map<string, Buffer>> {
  const names = await readdir(data, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (path) => [path.slice(data.length), await readFile(path)] as const)),
  );
}

const ascending = (count: number) => Array.from({ length: count }, (_, n) => n);
/** A fixed disorder: steps of a number prime to the count. */
const disorder = (count: number) => ascending(count).map((n) => (n * 377 + 13) % count);

test.each([20, 1_000])(
  "after housekeeping the bytes of %i answers do not depend on the order they came in",
  async (count) => {
    const folders = await Promise.all([temporaryStores(), temporaryStores(), temporaryStores()]);
    const orders = [ascending(count), ascending(count).toReversed(), disorder(count)];
    await Promise.all(folders.map((folder, index) => arrive(folder, orders[index]!)));
    const before = await Promise.all(folders.map(({ data }) => bytesOf(data)));
    expect(before[0]!.get("/store.db-wal")!.equals(before[1]!.get("/store.db-wal")!)).toBe(false);

    await Promise.all(folders.map(({ thread }) => thread.housekeeping()));
    const [one, ...others] = await Promise.all(folders.map(({ data }) => bytesOf(data)));
    expect(one!.get("/store.db-wal")).toHaveLength(0);
    for (const other of others) {
      expect([...other.keys()]).toEqual([...one!.keys()]);
      expect([...other].filter(([name, bytes]) => !bytes.equals(one!.get(name)!)).map(([name]) => name)).toEqual([]);
    }
    await Promise.all(folders.map((folder) => folder.close()));
  },
);

test("a group of answers in one commit is written in the order of its keys", async () => {
  const folders = await Promise.all([temporaryStores(), temporaryStores()]);
  const orders = [ascending(20), disorder(20)];
  await Promise.all(
    folders.map(({ stores }, index) =>
      Promise.all(orders[index]!.map((n) => stores.answers.add(wave, numberedResponse(seed, n)))),
    ),
  );
  const [one, other] = await Promise.all(folders.map(({ data }) => bytesOf(data)));
  // The first 32 bytes of the log, and 16 in each frame, are salts and sums of the log itself: compare the pages.
  expect(framesOf(one!.get("/store.db-wal")!).at(-1)).toEqual(framesOf(other!.get("/store.db-wal")!).at(-1));
  await Promise.all(folders.map((folder) => folder.close()));
});

test("the bytes of deleted answers, invitations and receipts are gone from every file", async () => {
  const folder = await temporaryStores();
  await arrive(folder, ascending(300));
  await folder.stores.answers.addReceipt(wave, numberedHash("receipt", 1));
  const marks = [
    ...ascending(300).flatMap((n) => [numberedResponse(seed, n).submission, numberedHash(seed, n)]),
    numberedHash("receipt", 1),
  ];
  const found = async () => {
    const bytes = [...(await bytesOf(folder.data)).values()];
    return marks.filter((mark) => bytes.some((file) => file.includes(mark))).length;
  };
  expect(await found()).toBe(marks.length);
  await folder.stores.answers.deleteWave(wave);
  expect(await found()).toBe(0);
  await folder.close();
});

test("when the host stops, the log is empty or gone", async () => {
  const folder = await temporaryStores();
  await arrive(folder, ascending(30));
  await folder.thread.close();
  expect((await bytesOf(folder.data)).get("/store.db-wal") ?? Buffer.alloc(0)).toHaveLength(0);
  await folder.close();
});

/** The pages of a write-ahead log. */
function framesOf(log: Buffer): Buffer[] {
  const pageBytes = log.readUInt32BE(8);
  const frames: Buffer[] = [];
  for (let at = 32; at + 24 + pageBytes <= log.length; at += 24 + pageBytes) {
    frames.push(log.subarray(at + 24, at + 24 + pageBytes));
  }
  return frames;
}
