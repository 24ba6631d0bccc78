import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import { openData } from "../../lib/stores/sqlite/database.ts";
import { formats } from "../../lib/stores/sqlite/formats.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";
import { collected, sampleResponse, sampleWave } from "./sample-response.ts";

let root: string;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "trust-folder-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const newPath = () => join(root, `data-${count++}`);
const wave = sampleWave();

/** Opens a folder, stores a response, and closes it again. */
async function usedFolder(): Promise<string> {
  const data = newPath();
  const thread = await startStoreThread({ data });
  await embeddedStores(thread.open(everyGrant)).answers.add(wave, sampleResponse());
  await thread.close();
  return data;
}

async function responsesIn(data: string): Promise<number> {
  const thread = await startStoreThread({ data });
  const stored = await collected(embeddedStores(thread.open(everyGrant)).answers.ofWave(wave, 0));
  await thread.close();
  return stored.length;
}

async function bytesOf(data: string): Promise<[string, string][]> {
  const entries = await readdir(data, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Promise.all(names.map(async (name) => [name, (await readFile(join(data, name))).toString("base64")]));
}

test("a new folder is its owner's alone and names its format", async () => {
  const data = await usedFolder();
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(JSON.parse(await readFile(join(data, "mutual-trust.json"), "utf8"))).toEqual({
    program: "mutual-trust",
    format: formats.length,
  });
  expect(await responsesIn(data)).toBe(1);
});

test("an empty folder that others could read is closed to them", async () => {
  const data = newPath();
  await mkdir(data);
  await chmod(data, 0o755);
  await (await startStoreThread({ data })).close();
  expect((await stat(data)).mode & 0o777).toBe(0o700);
});

test("a folder in use is refused, naming the process", async () => {
  const data = newPath();
  const thread = await startStoreThread({ data });
  await expect(startStoreThread({ data })).rejects.toThrow(`${data} is in use by process ${process.pid}.`);
  await thread.close();
  await (await startStoreThread({ data })).close();
});

test("another process's folder is refused while it lives, and taken over once it was killed", async () => {
  const data = newPath();
  const program = fileURLToPath(new URL("submitting-process.ts", import.meta.url));
  const child = spawn(process.execPath, [program, data, "lock", "100000"], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => {
    child.stdout.once("data", resolve);
  });
  child.stdout.resume();
  await expect(startStoreThread({ data })).rejects.toMatchObject({
    code: "folder-in-use",
    detail: { folder: data, pid: child.pid },
  });
  const gone = new Promise((resolve) => {
    child.on("exit", resolve);
  });
  child.kill("SIGKILL");
  await gone;
  expect(await readFile(join(data, "host.pid"), "utf8")).toBe(String(child.pid));
  expect(await responsesIn(data)).toBe(0);
});

test("a folder with something else in it is refused and left as it is", async () => {
  const data = newPath();
  await mkdir(data);
  await writeFile(join(data, "thesis.txt"), "words");
  await expect(startStoreThread({ data })).rejects.toThrow(`${data} holds something else ("thesis.txt")`);
  expect(await readdir(data)).toEqual(["thesis.txt"]);
});

test("a folder whose own file says nothing of a format is refused and left as it is", async () => {
  const data = await usedFolder();
  await writeFile(join(data, "mutual-trust.json"), "half a fi");
  const before = await bytesOf(data);
  await expect(startStoreThread({ data })).rejects.toMatchObject({ code: "folder-foreign" });
  expect(await bytesOf(data)).toEqual(before);
});

test("a folder of a newer format is refused and left as it is", async () => {
  const data = await usedFolder();
  await writeFile(join(data, "mutual-trust.json"), JSON.stringify({ program: "mutual-trust", format: 99 }));
  const before = await bytesOf(data);
  await expect(startStoreThread({ data })).rejects.toThrow(
    `${data} has format 99, made by a newer version; this version knows formats up to ${formats.length}. Nothing was changed.`,
  );
  expect(await bytesOf(data)).toEqual(before);
});

test("so is a database of a newer format, whatever the folder says", async () => {
  const data = await usedFolder();
  const database = new DatabaseSync(join(data, "store.db"));
  database.exec("pragma user_version = 99");
  database.close();
  await expect(startStoreThread({ data })).rejects.toMatchObject({ code: "folder-newer", detail: { found: 99 } });
});

test("a folder of an older format is brought up to date, after a copy was made", async () => {
  const data = await usedFolder();
  const steps = [...formats, "create table later (id text primary key) strict, without rowid"];
  const { database } = openData(data, steps);
  expect(database.prepare("select count(*) as n from later").get()).toEqual({ n: 0 });
  expect(database.prepare("select count(*) as n from answers").get()).toEqual({ n: 1 });
  database.close();
  expect(JSON.parse(await readFile(join(data, "mutual-trust.json"), "utf8"))).toMatchObject({ format: steps.length });
  const copy = new DatabaseSync(join(data, `store.before-format-${steps.length}.db`), { readOnly: true });
  expect(copy.prepare("pragma user_version").get()).toEqual({ user_version: formats.length });
  expect(copy.prepare("select count(*) as n from answers").get()).toEqual({ n: 1 });
  copy.close();
  await expect(startStoreThread({ data })).rejects.toMatchObject({ code: "folder-newer" });
});

test("a migration that fails leaves the old format", async () => {
  const data = await usedFolder();
  expect(() => openData(data, [...formats, "create table later (id text); insert into nowhere values (1)"])).toThrow();
  expect(await responsesIn(data)).toBe(1);
});

test.each([
  ["a file in its place", async (path: string) => writeFile(path, ""), "a file is in its place"],
  ["a file above it", async (path: string) => writeFile(path, ""), "a file is in its place", "/below"],
])("a folder that cannot be is refused with the reason: %s", async (_what, prepare, reason, below = "") => {
  const path = newPath();
  await prepare(path);
  await expect(startStoreThread({ data: path + below })).rejects.toMatchObject({
    code: "folder-unusable",
    detail: { reason },
  });
});

test.each([
  ["no database at all", Buffer.from("this is no database, but long enough to look at twice".repeat(100))],
  ["a torn page", undefined],
])("a damaged database is refused with a sentence: %s", async (_what, bytes) => {
  const data = await usedFolder();
  const path = join(data, "store.db");
  const whole = await readFile(path);
  whole.fill(0x5a, 60, 4_000);
  await writeFile(path, bytes ?? whole);
  await expect(startStoreThread({ data })).rejects.toMatchObject({ code: "folder-damaged" });
});

test("a document that is no JSON any more is refused by its name, read alone or in a list, and nothing of it is quoted", async () => {
  const data = await usedFolder();
  const garble = new DatabaseSync(join(data, "store.db"));
  garble.prepare("insert into documents values ('link', '', 'k7q2', '{\"pepper\":\"5ec7', 1)").run();
  garble.close();
  const thread = await startStoreThread({ data });
  const { fresh } = openRegistry(embeddedStores(thread.open(everyGrant)).registry);
  const refusal = { code: "document-damaged", message: expect.stringMatching(/"link k7q2"(?!.*5ec7).*backup/) };
  await expect(fresh.link("k7q2")).rejects.toMatchObject(refusal);
  await expect(fresh.links()).rejects.toMatchObject(refusal);
  await thread.close();
});

test("files left over from writing are swept at the next start", async () => {
  const data = await usedFolder();
  await writeFile(join(data, "temporary", "half"), "half a rel");
  await (await startStoreThread({ data })).close();
  expect(await readdir(join(data, "temporary"))).toEqual([]);
});
