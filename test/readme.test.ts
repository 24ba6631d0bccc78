import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rivertonFiles } from "./functions/riverton.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const commands = [...readme.matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));

/** Run elsewhere: the whole suite would run itself; the host, the checks and the benchmark have tests of their own. */
const elsewhere: Readonly<Record<string, string>> = {
  "npm test": "this very run",
  "npm start": "test/local/start.test.ts",
  "npm run check": "the gate runs it before the tests",
  "npm run bench": "test/bench",
};

const data = mkdtempSync(join(tmpdir(), "readme-"));
const env = { ...process.env, TRUST_DATA: join(data, "store") };
afterAll(() => rmSync(data, { recursive: true }));

// As after `npm start`: a department is there.
beforeAll(async () => {
  const folder = join(data, "department");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(rivertonFiles())) writeFileSync(join(folder, name), text);
  const applied = spawnSync("npm", ["run", "--silent", "trust", "--", "apply", folder], {
    cwd: root,
    encoding: "utf8",
    env,
  });
  expect(applied.stderr).toBe("");
});

test("there are commands to run", () => {
  expect(commands.length).toBeGreaterThan(5);
});

test.each(commands.filter((command) => !(command in elsewhere)))("%s", (command) => {
  const { status, stderr } = spawnSync(command, { cwd: root, shell: true, encoding: "utf8", env });
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(0);
});

test.each(
  [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path).filter((path) => !path.startsWith("http")),
)("the README's link to %s leads somewhere", (path) => {
  expect(() => readFileSync(join(root, path))).not.toThrow(/ENOENT/);
});
