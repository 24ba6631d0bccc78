import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { writeText } from "../../lib/command/files.ts";
import { verbs } from "../../lib/command/verbs.ts";
import { type Setting, trust } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-arguments-"));
const setting: Setting = { folder, now: "2026-01-01T00:00:00Z" };
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(verbs.map((verb) => ({ name: verb.name, verb })))("trust $name", ({ name, verb }) => {
  test("explains itself with an example of itself, on stdout", async () => {
    const { exit, out, err } = await trust(setting, ...name.split(" "), "--help");
    expect(exit).toBe(0);
    expect(out).toContain(`Example:\n  trust ${name === "links list" ? "links" : name}`);
    expect(out).toContain("--json");
    expect(out.includes("--dry-run")).toBe(verb.writes === true);
    expect(err).toBe("");
  });

  test("refuses an option it does not know as wrong usage", async () => {
    const { exit, out, err } = await trust(setting, ...name.split(" "), "--frobnicate");
    expect(exit).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(/^error: (unknown option '--frobnicate'|required option)/);
  });
});

test.each([
  ["opne w1", "Did you mean open?"],
  ["links revok k7q2m9", "Did you mean revoke?"],
  ["open w1", "--closes"],
  ["estimate design.json", "responses"],
  ["open w1 --closes soon", "--closes soon is no time"],
  ["open w1 --closes 2026-02-30", "--closes 2026-02-30 is no time"],
  ["plan --change 0", "--change 0 is not what was expected"],
  ["links make --count three", "--count three is not what was expected"],
  ["links make --mode drone", "Allowed choices are web, kiosk, interviewer, paper"],
  ["verify http://", "http:// is no address of a release"],
  ["verify ftp://elsewhere.example/", "is no address of a release"],
  ["invitations mint --wave riverton/w1", "--count is missing"],
  ["status --remote http://elsewhere.example", "https://"],
])("trust %s is wrong usage, and stderr says what is wrong", async (line, words) => {
  const { exit, out, err } = await trust(setting, ...line.split(" "));
  expect([exit, out]).toEqual([2, ""]);
  expect(err).toContain(words);
});

test.each([
  ["export afile", "afile cannot be read (it, or a part of its path, is a file where a folder was expected)"],
  ["paper nowhere --closes 2026-12-31", "nowhere cannot be read (it does not exist)"],
  ["lint afile/deeper", "is a file where a folder was expected"],
  [
    "import-responses afile --map afile",
    "is not the JSON that was expected: Unexpected token 'h', \"hi \" is not valid JSON",
  ],
  ["verify nowhere", "There is no release at nowhere"],
  ["verify here --keys nowhere", "nowhere cannot be read (it does not exist)"],
])("trust %s fails in one sentence that says what was wrong and where", async (line, words) => {
  writeFileSync(join(folder, "afile"), "hi\n");
  mkdirSync(join(folder, "here"), { recursive: true });
  writeFileSync(join(folder, "here", "SHA256SUMS"), "");
  const { exit, out, err } = await trust(setting, ...line.split(" "));
  expect([exit, out]).toEqual([1, ""]);
  expect(err).toContain(words);
  expect(err.trim().split("\n")).toHaveLength(1);
});

// Node's own recursive mkdir never ends there.
test.skipIf(!existsSync("/proc/self"))("a file where no folder can be made is refused, and soon", async () => {
  await expect(writeText("/proc/trust/codes.csv", "", { replace: false })).rejects.toMatchObject({
    code: "file-unwritable",
  });
});

test("without a verb the help comes, as wrong usage", async () => {
  const { exit, err } = await trust(setting);
  expect(exit).toBe(2);
  expect(err).toContain("import-responses");
});

test("a verb that only asks makes no data folder, nor makes one of an empty folder", async () => {
  const refused = { exit: 1, err: expect.stringContaining("There is no data folder at") };
  expect(await trust(setting, "status")).toMatchObject(refused);
  expect(existsSync(join(folder, ".trust"))).toBe(false);
  const empty = mkdtempSync(join(tmpdir(), "empty-"));
  expect(await trust(setting, "status", "--data", empty)).toMatchObject(refused);
  expect(readdirSync(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});

test.each([
  ["bogus", "--help"],
  ["links", "bogus", "--help"],
  ["statsu", "-h"],
])("help about %s %s is no help: there is no such verb", async (...args) => {
  const { exit, out, err } = await trust(setting, ...args);
  expect({ exit, out, err }).toEqual({ exit: 2, out: "", err: expect.stringContaining("unknown command") });
});

test("--json carries wrong usage on stdout too", async () => {
  const { exit, out, err } = await trust(setting, "estimate", "design.json", "--json");
  expect(exit).toBe(2);
  expect(JSON.parse(out)).toEqual({ error: { code: "wrong-usage", message: "missing required argument 'responses'" } });
  expect(err).toContain("missing required argument");
});

test("what moves the cursor is shown and not done", async () => {
  writeFileSync(join(folder, "rows.csv"), "x\n\x1b]0;title\x07\x1b[2J\n");
  writeFileSync(
    join(folder, "x.json"),
    '{ "measures": [{ "id": "x", "items": ["x"], "statistic": "mean" }], "domains": [[]] }',
  );
  const { exit, err } = await trust(setting, "estimate", "x.json", "rows.csv");
  expect(exit).toBe(1);
  expect(err).toContain("\\u001b]0;title\\u0007\\u001b[2J");
  expect(err).not.toContain("\x1b");
});

test.runIf(existsSync("/dev/full"))("a full disk is told of; a reader who leaves changes nothing", () => {
  const door = fileURLToPath(new URL("../../bin/trust.ts", import.meta.url));
  const told = (line: string) => {
    const { stderr } = spawnSync("/bin/sh", ["-c", line, process.execPath, door], { cwd: folder, encoding: "utf8" });
    return stderr.trim();
  };
  const plan = '"$0" "$1" plan --change 5 --json';
  expect(told(`${plan} > /dev/full; echo "exit $?" >&2`)).toMatch(/^Error: The output cannot be written \(.*\nexit 1$/);
  expect(told(`{ ${plan}; echo "exit $?" >&2; } | true`)).toBe("exit 0");
  expect(told(`{ "$0" "$1" status --json; echo "exit $?" >&2; } | true`)).toMatch(/^Error: There is no .*\nexit 1$/);
  expect(
    told(`{ "$0" "$1" status; } 2>&1 >/dev/null | true; { "$0" "$1" status 2>/dev/full; echo "exit $?" >&2; }`),
  ).toBe("exit 1");
});

test("--json carries a failure on stdout, with where it lies", async () => {
  const { exit, out, err } = await trust(setting, "estimate", "nothing.json", "rows.csv", "--json");
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toEqual({
    error: {
      code: "file-unreadable",
      message: expect.stringContaining("nothing.json"),
      file: "nothing.json",
      reason: "it does not exist",
    },
  });
  expect(err).toMatch(/^Error: .*nothing\.json/);
});

test("a token is asked for before anything is sent elsewhere", async () => {
  const { exit, err } = await trust(setting, "status", "--remote", "https://survey.riverton.example");
  expect([exit, err]).toEqual([1, expect.stringContaining("TRUST_TOKEN")]);
});

test("plan answers with the arithmetic of its definition", async () => {
  const { out } = await trust(setting, "plan", "--change", "6", "--areas", "8", "--response-rate", "0.2", "--json");
  // 2 · 1.4 · (2.8016 · 25 / 6)², rounded up
  expect(JSON.parse(out)).toMatchObject({ answers: 382, areas: 8, totalAnswers: 3056, invitations: 1910 });
});

test("NO_COLOR and pipes have no colours, and the process ends with the exit code", () => {
  const door = fileURLToPath(new URL("../../bin/trust.ts", import.meta.url));
  const run = spawnSync(process.execPath, [door, "status"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(run.status).toBe(1);
  expect(run.stderr).not.toContain("\x1b");
});
