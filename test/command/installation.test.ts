import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtFunctions } from "../../functions/bundle.ts";
import { type Host, startHost } from "../../lib/local/host.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { type Ran, type Setting, trust } from "./terminal.ts";

let setting: Setting;
const run = (line: string, ...more: readonly string[]): Promise<Ran> => trust(setting, ...line.split(" "), ...more);
const json = async <Value>(line: string): Promise<Value> => JSON.parse((await run(line, "--json")).out) as Value;

const rows = (count: number, more = "") =>
  `nr,respect,listen,own\n${Array.from({ length: count }, (_, at) => `${at + 1},${1 + (at % 3)},3,${at % 2}`).join("\n")}\n${more}`;
const mapping = {
  wave: "w1",
  stream: "invited",
  mode: "paper",
  id: "nr",
  answers: { respect: "respect", listen: "listen", tenure: { column: "own", values: { "0": "rent", "1": "own" } } },
};

beforeAll(async () => {
  await builtFunctions();
  setting = { folder: await mkdtemp(join(tmpdir(), "trust-command-")), now: "2026-01-01T00:00:00Z" };
  for (const [name, change] of [
    ["riverton", {}],
    ["other", { survey: { id: "extra" } }],
  ] as const) {
    const folder = join(setting.folder, name);
    await rm(folder, { recursive: true, force: true });
    for (const [file, text] of Object.entries(rivertonFiles(change))) await writeInto(folder, file, text);
  }
  await writeInto(setting.folder, "returns.csv", rows(450));
  await writeInto(setting.folder, "map.json", JSON.stringify(mapping));
});
afterAll(() => rm(setting.folder, { recursive: true }));

async function writeInto(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}

/** Every byte below a folder. */
async function bytesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const hashed = files.toSorted().map(async (file) => {
    const hash = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    return [file, hash] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}

describe("without a running host", () => {
  test("a department goes from its folder to an open wave with links", async () => {
    expect(await run("apply riverton")).toMatchObject({ exit: 0, out: expect.stringContaining("is new") });
    expect(await run("apply riverton")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("as it was applied before"),
    });
    expect((await run("open w1 --closes 2026-03-01T00:00Z")).exit).toBe(0);
    expect(await json<object[]>("links make --count 3 --place library")).toHaveLength(3);
    expect(await json("status")).toMatchObject({
      surveys: [{ department: "riverton", survey: "core" }],
      waves: [{ wave: "w1", phase: "open" }],
      links: { active: 3, revoked: 0 },
    });
  });

  test("export writes the folder back to the byte, into an empty folder only", async () => {
    expect((await run("export copy")).exit).toBe(0);
    for (const [name, text] of Object.entries(rivertonFiles()))
      expect(await readFile(join(setting.folder, "copy", name), "utf8")).toBe(text);
    expect(await run("export copy")).toMatchObject({ exit: 1, err: expect.stringContaining("not empty") });
  });

  test("a file is imported once: rows stored, faults listed by line, a second import adds nothing", async () => {
    const faulty = `451,9,3,0\n452,2,3,2\n453,2\n"454\n",2,"3",1\n455,2,3,0\n`;
    await writeFile(join(setting.folder, "faulty.csv"), rows(450, faulty));
    const first = await run("import-responses faulty.csv --map map.json --json");
    expect(first.exit).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ read: 455, stored: 452, already: 0, refused: 3 });
    const report = await readFile(join(setting.folder, "faulty.csv.refused.csv"), "utf8");
    expect(report.trim().split("\n")).toEqual([
      "line,column,value,reason",
      expect.stringMatching(/^452,respect,9,.*respect/),
      '453,own,2,"expected 0, 1"',
      "454,,,2 fields where the header has 4",
    ]);
    const again = await run("import-responses faulty.csv --map map.json --strict --json");
    expect(again.exit).toBe(3);
    expect(JSON.parse(again.out)).toMatchObject({ stored: 0, already: 452, refused: 3 });
  });

  test.each([
    ["a column that is not there", "nr,respect\n1,2\n", "mapping-column"],
    ["a column twice", "nr,nr,respect,listen,own\n", "table-faulty"],
    ["nothing in it", "", "table-faulty"],
    ["a quote that is never closed", rows(3, '4,"1,2,3\n'), "table-faulty"],
    ["bytes that are not UTF-8", Buffer.from([0x6e, 0x72, 0xff, 0x0a]), "table-faulty"],
  ])("a file with %s is refused as a whole", async (_, text, code) => {
    await writeFile(join(setting.folder, "bad.csv"), text);
    const { exit, out } = await run("import-responses bad.csv --map map.json --json");
    expect([exit, JSON.parse(out).error.code]).toEqual([1, code]);
  });

  test("a department that is not there is named, with those that are", async () => {
    const { exit, err } = await run("import-responses returns.csv --map map.json --department nope");
    expect({ exit, err }).toEqual({
      exit: 1,
      err: "Error: There is no department nope. Known departments: riverton.\n",
    });
  });

  test("--dry-run of every verb that writes changes no byte", async () => {
    const link = (await json<{ id: string }[]>("links"))[0]!.id;
    await run("invitations mint --wave riverton/w1 --count 60");
    const before = await bytesOf(setting.folder);
    const lines = [
      "apply other",
      "export elsewhere --survey core",
      "open w2 --opens 2026-05-01T00:00Z --closes 2026-06-01T00:00Z",
      "close w1",
      "close w1 --imports",
      "extend w1 --closes 2026-03-08T00:00Z",
      "cancel w1",
      "links make --count 2",
      `links revoke ${link}`,
      "links print --sheet sheet.html --svg codes",
      "invitations mint --wave riverton/w1 --count 60 --codes c.csv --ledger l.json",
      "invitations load ledger.json",
      "import-responses returns.csv --map map.json",
    ];
    for (const line of lines) expect(await run(line, "--dry-run"), line).toMatchObject({ exit: 0 });
    setting.now = "2026-03-01T01:00:00Z";
    for (const line of ["tally w1", "invitations destroy-pepper w1"])
      expect(await run(line, "--dry-run"), line).toMatchObject({ exit: 0 });
    setting.now = "2026-01-01T00:00:00Z";
    expect(await bytesOf(setting.folder)).toEqual(before);
  });
});

describe("beside a running host", () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ data: join(setting.folder, ".trust"), port: null, now: () => Date.parse(setting.now) });
  });
  afterAll(() => host.close());

  test("the same verbs go to it, and it shows what they did", async () => {
    expect((await run("links make")).exit).toBe(0);
    const answer = await host.request({ method: "GET", path: "/api/v1/manage/links" });
    expect((JSON.parse(Buffer.from(answer.body).toString()) as { links: object[] }).links).toHaveLength(4);
  });

  test("--dry-run changes nothing there either", async () => {
    const shown = await json("status");
    for (const line of [
      "apply other",
      "cancel w1",
      "links make",
      "open w2 --opens 2026-05-01T00:00Z --closes 2026-06-01T00:00Z",
    ])
      expect((await run(line, "--dry-run")).exit).toBe(0);
    expect(await json("status")).toEqual(shown);
  });

  test("codes are minted offline, loaded once, and known then", async () => {
    expect(await json("invitations load ledger.json")).toMatchObject({ invitations: 60, added: 60 });
    expect(await json("invitations load ledger.json")).toMatchObject({ added: 0 });
    expect(await run("invitations destroy-pepper w1")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("still takes answers"),
    });
  });

  test("links are printed for the terminal, as files and as a sheet, with a warning where nobody can reach them", async () => {
    const base = "https://survey.riverton.example";
    const [{ id }] = (await json<[{ id: string }]>("links")) as [{ id: string }];
    expect(await run(`links print ${id}`)).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`/s/${id}`),
      err: expect.stringContaining("--base"),
    });
    const { exit, err } = await run(
      `links print --base ${base} --sheet sheet.html --size a4 --svg codes --png pictures`,
    );
    expect([exit, err]).toEqual([0, ""]);
    const sheet = await readFile(join(setting.folder, "sheet.html"), "utf8");
    expect(sheet).toContain(
      `<span>survey.</span><span>riverton.</span><span>example/</span><span>s/</span><span>${id}</span>`,
    );
    expect(sheet).toContain("Seguridad en Riverton");
    expect(await readdir(join(setting.folder, "codes"))).toHaveLength(4);
    expect(await readFile(join(setting.folder, "codes", `${id}.svg`), "utf8")).toMatch(/^<svg /);
    expect(await readdir(join(setting.folder, "pictures"))).toHaveLength(4);
    expect((await run("links print --sheet sheet.html --size a5")).err).toContain("a4 or letter");
    expect((await run("links print --sheet sheet.html --language tlh")).err).toContain("en, es");
  });

  test("a refusal of the system keeps its words and its code", async () => {
    const { exit, out, err } = await run("open w3 --opens 2026-02-01T00:00Z --closes 2026-02-02T00:00Z --json");
    expect(exit).toBe(1);
    expect(JSON.parse(out).error).toMatchObject({ code: "waves-overlap", other: "w1" });
    expect(err).toContain("w1");
  });

  test("a wave that several departments have is asked for in full", async () => {
    const department = JSON.parse(rivertonFiles()["department.json"]) as object;
    await rm(join(setting.folder, "third"), { recursive: true, force: true });
    for (const [name, text] of Object.entries(rivertonFiles()))
      await writeInto(join(setting.folder, "third"), name, text);
    await writeInto(
      join(setting.folder, "third"),
      "department.json",
      JSON.stringify({ ...department, id: "lakeside" }),
    );
    await run("apply third");
    await run("open lakeside/w1 --closes 2026-03-01T00:00Z");
    expect(await run("extend w1 --closes 2026-03-02T00:00Z")).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/riverton\/w1 or lakeside\/w1|lakeside\/w1 or riverton\/w1/),
    });
    expect((await run("extend lakeside/w1 --closes 2026-03-02T00:00Z")).exit).toBe(0);
    expect(await run("close nothing")).toMatchObject({ exit: 1, err: expect.stringContaining("riverton/w1") });
    expect(await run("open w9 --closes 2026-09-01T00:00Z")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("--survey"),
    });
  });

  test("tally says from when before it is time, and counts when it is", async () => {
    expect(await run("tally riverton/w1")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("2026-03-01T00:12:10"),
    });
    expect(await run("publish riverton/w1")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("2026-03-01T00:12:10"),
    });
    setting.now = "2026-03-01T00:12:10Z";
    expect(await json("tally riverton/w1")).toMatchObject({
      tallies: { invited: { sequence: 1, responses: 452 } },
      made: 1,
    });
  });

  test("publish --wait waits until the wave may be tallied, and again says that it was released", async () => {
    setting.now = "2026-03-01T00:00:30Z";
    const waited = await run("publish riverton/w1 --wait --json");
    expect(waited).toMatchObject({ exit: 0, err: expect.stringContaining("Waiting until 2026-03-01T00:12:10") });
    expect(Date.parse(setting.now)).toBeGreaterThanOrEqual(Date.parse("2026-03-01T00:12:10Z"));
    const { release, status } = JSON.parse(waited.out) as { release: string; status: string };
    expect(status).toBe("released");
    expect(await json("publish riverton/w1")).toMatchObject({ release, status: "already" });
    const manifest = await host.request({
      method: "GET",
      path: `/data/riverton/core/releases/${release}/manifest.json`,
    });
    expect(manifest.status).toBe(200);
    expect(await run("cancel riverton/w1")).toMatchObject({ exit: 1, err: expect.stringContaining("release") });
  });

  test("a late import makes a new tally and a release that supersedes", async () => {
    setting.now = "2026-03-10T00:00:00Z";
    const late = rows(500)
      .split("\n")
      .filter((_, at) => at === 0 || at > 455)
      .join("\n");
    await writeFile(join(setting.folder, "late.csv"), late);
    const before = await json<{ release: string }>("publish riverton/w1");
    await writeFile(join(setting.folder, "late.json"), JSON.stringify({ ...mapping, wave: "riverton/w1" }));
    expect(await json("import-responses late.csv --map late.json")).toMatchObject({
      stored: 45,
      already: 0,
      refused: 0,
    });
    const after = await json<{ release: string; status: string }>("publish riverton/w1");
    expect(after.status).toBe("released");
    expect(after.release).not.toBe(before.release);
    const { body } = await host.request({
      method: "GET",
      path: `/data/riverton/core/releases/${after.release}/manifest.json`,
    });
    expect(Buffer.from(body).toString()).toContain(before.release);
  });
});
