import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtVerifyScript } from "../../functions/verify-script.ts";
import { type PublicFiles, type ReleasedTown, releasedTown, series } from "../publishing/released-town.ts";
import { type Ran, trust } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-verify-"));
const script = join(folder, "verify.mjs");
let town: ReleasedTown;
let files: PublicFiles;
let server: Server;
let base: string;

beforeAll(async () => {
  town = await releasedTown();
  files = town.files();
  writeFileSync(script, await builtVerifyScript());
  mirror("mirror", files);
  server = createServer((request, response) => {
    if (request.url === "/broken/manifest.json") return response.writeHead(500).end();
    const bytes = files.get(request.url!.slice(1));
    return response.writeHead(bytes ? 200 : 404).end(bytes ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function mirror(name: string, of: PublicFiles): void {
  for (const [key, bytes] of of) {
    const path = join(folder, name, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

const verb = (...args: readonly string[]): Promise<Ran> =>
  trust({ folder, now: "2026-07-10T00:00:00Z" }, "verify", ...args);

/** Takes away what came with a later Node than the oldest that the script is for. */
const likeNode20 = `data:text/javascript,${encodeURIComponent(`
  delete Map.groupBy; delete Object.groupBy; delete Promise.withResolvers; delete Promise.try; delete Array.fromAsync;
  delete RegExp.escape; delete Math.sumPrecise; delete Error.isError; delete globalThis.navigator; delete globalThis.WebSocket;
  for (const name of ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"])
    delete Set.prototype[name];
  for (const name of ["map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find"])
    delete Iterator.prototype[name];
  for (const name of ["toBase64", "toHex", "setFromBase64", "setFromHex"]) delete Uint8Array.prototype[name];
  delete Uint8Array.fromBase64; delete Uint8Array.fromHex;
`)}`;

/** The script by itself, as somebody would run it who has nothing else of ours. */
async function alone(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, ["--import", likeNode20, script, ...args], { cwd: folder, env: {} });
  const said = { out: "", err: "" };
  child.stdout.on("data", (part) => {
    said.out += part;
  });
  child.stderr.on("data", (part) => {
    said.err += part;
  });
  const [exit] = (await once(child, "close")) as [number];
  return { exit, ...said };
}

const newest = () => `mirror/${series}releases/${town.releases[2]}`;

describe.each([
  ["trust verify", verb],
  ["verify.mjs", alone],
] as const)("%s", (_, run) => {
  test.each<[string, () => string]>([
    ["a folder in a mirror", newest],
    ["a mirrored series: its latest", () => `mirror/${series}`],
    ["an address", () => `${base}${series}releases/${town.releases[2]}/`],
    ["an address without its slash", () => `${base}${series}releases/${town.releases[2]}`],
    ["a file of a release", () => `${base}${series}latest/estimates.csv`],
    ["the address of a series", () => `${base}${series}`],
  ])("finds %s good", async (_name, where) => {
    const ran = await run(where(), "--recompute", "--strict", "--json");
    expect(ran, ran.err).toMatchObject({ exit: 0, err: "" });
    expect(JSON.parse(ran.out)).toMatchObject({ release: town.releases[2], chain: 3, faults: [], warnings: [] });
  });

  test("calls a faulty file of keys the reader's own", async () => {
    writeFileSync(join(folder, "empty-keys.json"), "");
    const ran = await run(newest(), "--keys", "empty-keys.json");
    expect([ran.exit, ran.out]).toEqual([1, ""]);
    expect(ran.err).toMatch(/empty-keys\.json cannot be read \(it is no whole keys\.json/);
    expect(ran.err).not.toContain("is not what was released");
  });

  test("says in words what it found", async () => {
    const ran = await run(newest(), "--recompute");
    expect(ran.out).toMatch(/is what was released\.\n.*3 manifests of its chain agree.*\n.*Manifest [0-9a-f]{64}\n/);
    expect(ran.out).toMatch(/rows recomputed/);
  });

  test("fails with every fault, in words and as JSON", async () => {
    mirror("altered", files);
    const path = `altered/${series}releases/${town.releases[2]}`;
    writeFileSync(join(folder, path, "quality.csv"), "wave,stream\n");
    writeFileSync(join(folder, path, "more.txt"), "x");
    const words = await run(path);
    expect(words).toMatchObject({ exit: 1, out: "" });
    expect(words.err).toMatch(
      /is not what was released:\n {2}quality\.csv: .*\n {2}more\.txt: the manifest does not list it/,
    );
    const { error } = JSON.parse((await run(path, "--json")).out);
    expect(error.code).toBe("release-differs");
    expect(error.faults.map(({ file }: { file: string }) => file)).toEqual(["quality.csv", "more.txt"]);
  });

  test("warns of what it could not check, under --strict with exit code 3", async () => {
    const only = new Map([...files].filter(([key]) => key.includes(town.releases[2]!)));
    mirror("alone", new Map([...only].map(([key, bytes]) => [key.slice(series.length + 9), bytes])));
    const ran = await run(`alone/${town.releases[2]}`);
    expect([ran.exit, ran.err.match(/Warning: /g)?.length]).toEqual([0, 2]);
    expect((await run(`alone/${town.releases[2]}`, "--strict")).exit).toBe(3);
    const keys = `mirror/data/keys.json`;
    expect((await run(`alone/${town.releases[2]}`, "--keys", keys)).err.match(/Warning: /g)).toHaveLength(1);
    const { keyId } = JSON.parse(readFileSync(join(folder, keys), "utf8")).keys[0];
    expect((await run(newest(), "--key", keyId, "--strict")).exit).toBe(0);
    expect((await run(newest(), "--key", "00")).exit).toBe(1);
  });

  test.each<[string, () => readonly string[], number, RegExp]>([
    ["a folder without a release", () => ["."], 1, /There is no release at \./],
    ["an address without one", () => [`${base}data/`], 1, /There is no release at http/],
    ["a server that fails", () => [`${base}broken/`], 1, /cannot be read \(it answered with status 500\)/],
    ["a server that is not there", () => ["http://127.0.0.1:1/data/"], 1, /cannot be read/],
    ["no argument", () => [], 2, /./],
    ["an unknown option", () => [".", "--fast"], 2, /./],
  ])("%s is refused", async (_name, args, exit, said) => {
    const ran = await run(...args());
    expect(ran.exit).toBe(exit);
    expect(ran.err).toMatch(said);
  });
});

test("both say the same, word for word", async () => {
  for (const args of [[newest(), "--json"], [newest()], [`altered/${series}latest`, "--json"]])
    expect(await alone(...args)).toEqual(await verb(...args));
});

test("the script is one file without an import of anything but Node", async () => {
  const text = await builtVerifyScript();
  const imported = [...text.matchAll(/\b(?:from|import|import\()["']([\w@:/.-]+)["']/g)].map((match) => match[1]);
  expect(imported.length).toBeGreaterThan(3);
  expect(imported.filter((name) => !name!.startsWith("node:"))).toEqual([]);
  expect(text.length).toBeLessThan(215_000);
});
