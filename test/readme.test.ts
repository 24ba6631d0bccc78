import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

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
afterAll(() => rmSync(data, { recursive: true }));

test("there are commands to run", () => {
  expect(commands.length).toBeGreaterThan(5);
});

test.each(commands.filter((command) => !(command in elsewhere)))("%s", (command) => {
  const { status, stderr } = spawnSync(command, {
    cwd: root,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, TRUST_DATA: data },
  });
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(0);
});

test.each(
  [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path).filter((path) => !path.startsWith("http")),
)("the README's link to %s leads somewhere", (path) => {
  expect(() => readFileSync(join(root, path))).not.toThrow(/ENOENT/);
});
