import { generateKeyPairSync, sign } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { releaseIdOf } from "../../lib/publishing/manifest.ts";
import { keysPath, keysWith, signatureFile } from "../../lib/publishing/signed-file.ts";
import type { VerifyOptions } from "../../lib/publishing/verify/verification.ts";
import { verifyRelease } from "../../lib/publishing/verify/verify-release.ts";
import { checkSignature } from "../functions/check-signature.ts";
import { memorySigner } from "../functions/memory-stores.ts";
import { type PublicFiles, type ReleasedTown, releasedTown, series, sha256, sourceOf } from "./released-town.ts";

const [oldKey, newKey] = [memorySigner(), memorySigner()];
let town: ReleasedTown;
let newest: string;
beforeAll(async () => {
  town = await releasedTown();
  newest = `${series}releases/${town.releases[2]}/`;
});

const verify = (files: PublicFiles, folder = newest, options: Partial<VerifyOptions> = {}, whole = true) =>
  verifyRelease(sourceOf(files, folder, { whole }), { sha256, checkSignature, ...options });
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const encode = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

test("a release that nobody touched is good, recomputed too, under either address", async () => {
  for (const release of town.releases) {
    const good = await verify(town.files(), `${series}releases/${release}/`, { recompute: true });
    expect(good).toMatchObject({ faults: [], warnings: [], release, chain: town.releases.indexOf(release) + 1 });
    expect(good.rows).toBeGreaterThan(50);
  }
  const latest = await verify(town.files(), `${series}latest/`, { recompute: true });
  expect(latest).toMatchObject({ faults: [], warnings: [], release: town.releases[2], sequence: 3, chain: 3 });
  expect(latest.files).toBeGreaterThan(5);
});

test("a folder downloaded alone says what it could not check", async () => {
  const alone = new Map([...town.files()].filter(([key]) => key.startsWith(newest)));
  const found = await verify(alone, newest, {}, false);
  expect(found.faults).toEqual([]);
  expect(found.warnings).toEqual([expect.stringContaining("keys.json"), expect.stringContaining("not followed")]);
  const pinned = await verify(alone, newest, { key: found.key! }, false);
  expect(pinned.warnings).toHaveLength(1);
  const given = await verify(alone, newest, { keys: town.files().get(keysPath)! }, false);
  expect(given.warnings).toHaveLength(1);
});

test("one flipped bit anywhere in what a release consists of is found, every one of 1,000", async () => {
  const files = town.files();
  const concerned = [...files.keys()].filter(
    (key) => key.startsWith(newest) || key === keysPath || /releases\/[^/]+\/manifest(\.sig)?\.json$/.test(key),
  );
  let state = 20260701;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let flip = 0; flip < 1000; flip++) {
    // Each file in its turn, so that the small ones are hit as often as the large.
    const key = concerned[flip % concerned.length]!;
    const bytes = Uint8Array.from(files.get(key)!);
    const [at, bit] = [draw(bytes.length), draw(8)];
    bytes[at]! ^= 1 << bit;
    const { faults } = await verify(new Map([...files, [key, bytes]]));
    expect(faults.length, `bit ${bit} of byte ${at} of ${key}`).toBeGreaterThan(0);
  }
});

/** Makes the manifest of a release say something else, named and summed and signed as if it were meant so. */
function forge(change: (manifest: Manifest) => object, key?: "listed"): PublicFiles {
  const files = town.files();
  const manifest = { ...JSON.parse(text(files.get(`${newest}manifest.json`)!)) } as Manifest;
  const changed = { ...manifest, ...change(manifest) } as Manifest;
  const named = { ...changed, release: releaseIdOf(changed, sha256) };
  const folder = `${series}releases/${named.release}/`;
  for (const [path, bytes] of files)
    if (path.startsWith(newest)) {
      files.delete(path);
      files.set(path.replace(newest, folder), bytes);
    }
  const bytes = encode(named);
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicKey = new Uint8Array(pair.publicKey.export({ type: "spki", format: "der" }));
  const signed = { publicKey, keyId: sha256(publicKey), signature: sign("sha256", bytes, pair.privateKey) };
  files.set(`${folder}manifest.json`, bytes);
  files.set(`${folder}manifest.sig.json`, signatureFile("manifest.json", signed).bytes);
  const sums = [...named.files, { path: "manifest.json", sha256: sha256(bytes) }];
  files.set(`${folder}SHA256SUMS`, Buffer.from(sums.map((file) => `${file.sha256}  ${file.path}\n`).join("")));
  if (key === "listed") files.set(keysPath, keysWith(text(files.get(keysPath)!), signed)!.bytes);
  files.set("folder", Buffer.from(folder));
  return files;
}
const verifyForged = (files: PublicFiles) => verify(files, text(files.get("folder")!));
const said = async (files: PublicFiles) => (await verifyForged(files)).faults.map(({ says }) => says).join("\n");

describe("a manifest that somebody made anew", () => {
  test("with a listed key is good, so the tests below fail for their own reason", async () => {
    expect(await said(forge(() => ({ licence: "CC-BY-4.0" }), "listed"))).toBe("");
  });

  test("with a key of his own is refused", async () => {
    expect(await said(forge(() => ({ licence: "CC-BY-4.0" })))).toMatch(/keys\.json does not list/);
  });

  test.each<[string, (manifest: Manifest) => object, RegExp]>([
    ["starts a chain of its own", () => ({ previous: null }), /names no release before it/],
    ["counts wrong", ({ sequence }) => ({ sequence: sequence + 1 }), /follows number 2/],
    ["hides that it supersedes", () => ({ supersedes: null }), /does not say that it supersedes/],
    ["leaves a wave out", ({ waves }) => ({ waves: waves.slice(1) }), /leaves out 2026-q1 \(invited\)/],
    ["names no tally of what it adds", () => ({ inputs: [], supersedes: null, waves: [] }), /leaves out/],
    ["is of another survey", () => ({ survey: "other" }), /of another survey/],
    [
      "names another manifest before it",
      ({ previous }) => ({ previous: { ...previous, manifest: "0".repeat(64) } }),
      /not the manifest that .* followed/,
    ],
    [
      "names a release that is not there",
      ({ previous }) => ({ previous: { ...previous, release: "2026-q1-000000000000" } }),
      /is not there/,
    ],
    [
      "leads out of its folder",
      ({ files }) => ({ files: files.map((file) => ({ ...file, path: `../${file.path}` })) }),
      /damaged/,
    ],
    ["has a field more", () => ({ note: "hello" }), /damaged/],
  ])("and %s is refused", async (_, change, reason) => {
    expect(await said(forge(change, "listed"))).toMatch(reason);
  });
});

test("what was taken away or added is found", async () => {
  const without = (name: string) => {
    const files = town.files();
    files.delete(newest + name);
    return verify(files);
  };
  for (const name of ["estimates.csv", "SHA256SUMS", "manifest.json", "manifest.sig.json"])
    expect((await without(name)).faults.length, name).toBeGreaterThan(0);
  const more = town.files().set(`${newest}extra/notes.txt`, new Uint8Array(1));
  expect((await verify(more, newest, {}, false)).faults).toEqual([
    { file: "extra/notes.txt", says: "the manifest does not list it" },
  ]);
  const other = town.files();
  other.set(`${series}releases/2026-q9-000000000000/manifest.json`, other.get(`${newest}manifest.json`)!);
  const misnamed = await verify(other, `${series}releases/2026-q9-000000000000/`);
  expect(misnamed.faults[0]?.says).toMatch(/lies in the folder/);
});

test("with a new key from the second release on, all stay good, and the new key vouches for the old releases", async () => {
  const rotated = await releasedTown((release) => (release === 0 ? oldKey : newKey));
  const folderOf = (at: number) => `${series}releases/${rotated.releases[at]}/`;
  const found = await Promise.all([0, 1, 2].map((at) => verify(rotated.files(), folderOf(at), { recompute: true })));
  expect(found.map(({ faults }) => faults)).toEqual([[], [], []]);
  const [first, second, third] = found.map(({ key }) => key!);
  expect([first === second, second === third]).toEqual([false, true]);
  const listed = JSON.parse(text(rotated.files().get(keysPath)!)).keys;
  expect(listed.map(({ keyId }: { keyId: string }) => keyId)).toEqual([first, third]);
  expect(await verify(rotated.files(), folderOf(2), { key: third! })).toMatchObject({ faults: [], chain: 3 });
  expect((await verify(rotated.files(), folderOf(0), { key: third! })).faults).toHaveLength(1);
});

test("a key that is named must be the one that signed", async () => {
  const { key } = await verify(town.files());
  expect((await verify(town.files(), newest, { key: key! })).faults).toEqual([]);
  expect((await verify(town.files(), newest, { key: "0".repeat(64) })).faults[0]?.says).toMatch(/not by 0000/);
});
