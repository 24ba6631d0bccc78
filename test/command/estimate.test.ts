import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { estimateDesign } from "../../lib/estimation/estimate-design.ts";
import { trust } from "./terminal.ts";

const root = fileURLToPath(new URL("../golden", import.meta.url));
/** Every case of `trust estimate` that has its rows here. */
const cases = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("design.json") && existsSync(join(root, path, "../responses.csv")))
  .map((path) => path.replace(/\/design\.json$/, ""))
  .toSorted();

interface Refused {
  readonly exit: number;
  readonly mentions: readonly string[];
}

test.each(cases)("trust estimate on %s prints the estimator's numbers, or its refusal", async (name) => {
  const folder = join(root, name);
  const read = (file: string) => readFileSync(join(folder, file));
  const expected = JSON.parse(read("expected.json").toString()) as object | Refused;
  const line = ["estimate", "design.json", "responses.csv", "--json"];
  const { exit, out, err } = await trust({ folder, now: "2026-01-01T00:00:00Z" }, ...line);
  if ("exit" in expected) {
    const { error } = JSON.parse(out) as { error: { code: string; message: string } };
    for (const word of expected.mentions) expect(error.message).toContain(word);
    expect([exit, err]).toEqual([expected.exit, `Error: ${error.message}\n`]);
  } else {
    // test/estimation compares these numbers with R.
    const files = {
      designFile: "design.json",
      designText: read("design.json").toString(),
      responsesFile: "responses.csv",
    };
    const ours = estimateDesign({ ...files, responses: read("responses.csv") });
    expect([exit, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual(ours);
  }
});

test("the table for people has a line per estimate", async () => {
  const folder = join(root, "01-toy");
  const { out } = await trust({ folder, now: "2026-01-01T00:00:00Z" }, "estimate", "design.json", "responses.csv");
  const [head, columns, ...lines] = out.trimEnd().split("\n");
  expect(head).toMatch(/^12 rows, effective [\d.]+ \(Kish [\d.]+\)$/);
  expect(columns).toMatch(/^measure +domain +n +value +se +low +high$/);
  expect(lines).toHaveLength(21);
  expect(lines[0]).toMatch(/^trust +all +12 +58\.1851 /);
});

test("it loads neither host nor stores nor anything of AWS", () => {
  const door = fileURLToPath(new URL("../../bin/trust.ts", import.meta.url));
  const watch = `import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { process._rawDebug("loads " + url); return next(url, context); } });`;
  const hooks = `data:text/javascript,${encodeURIComponent(watch)}`;
  const args = ["--import", hooks, door, "estimate", "design.json", "responses.csv", "--json"];
  const { stderr } = spawnSync(process.execPath, args, { cwd: join(root, "01-toy"), encoding: "utf8" });
  expect(stderr).toContain("loads file:");
  expect(stderr).not.toMatch(/lib\/(local|stores|http|publishing)\/|@aws-sdk|esbuild|functions\//);
});
