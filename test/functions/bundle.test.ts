import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Metafile } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { type Bundle, bundleFunctions } from "../../functions/bundle.ts";
import { catalogue } from "../../functions/catalogue.ts";
import { commandProblems } from "../../lib/problems/command.ts";

/** The budgets of the built functions, on the very files that Lambda and the local host run. */
const names = catalogue.map(({ name }) => name);
const residentPath: readonly string[] = ["home", "survey-page", "submit-response"];

const folder = mkdtempSync(join(tmpdir(), "trust-bundles-"));
const bundle = await bundleFunctions(undefined, join(folder, "one"));
afterAll(() => rmSync(folder, { recursive: true }));

const outputs = new Map(
  Object.entries(bundle.metafile.outputs).map(([path, output]) => [basename(dirname(path)), output] as const),
);
const fileOf = (name: string, { folder }: Bundle = bundle): string => join(folder, name, "handler.mjs");
const textOf = (name: string, of?: Bundle): string => readFileSync(fileOf(name, of), "utf8");

const packageOf = (path: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];

/** Packages whose code in a bundle is there because our own sources import it. */
function directPackages({ inputs }: Metafile["outputs"][string]): string[] {
  const own = Object.keys(inputs).filter((path) => packageOf(path) === undefined);
  const imported = own.flatMap((path) => bundle.metafile.inputs[path]!.imports.map((one) => packageOf(one.path)));
  const inside = new Set(Object.keys(inputs).map(packageOf));
  return [...new Set(imported.flatMap((name) => (inside.has(name) && name) || []))].sort();
}

/** What is evaluated as soon as a bundle is loaded: everything but what is imported when asked for. */
function loadedAtOnce(entry: string): ReadonlySet<string> {
  const seen = new Set([entry]);
  for (const path of seen) {
    for (const { path: next, kind, external } of bundle.metafile.inputs[path]!.imports)
      if (kind !== "dynamic-import" && !external) seen.add(next);
  }
  return seen;
}

test("every function of the catalogue is built: one file each, and beside it the languages that it speaks", () => {
  expect([...outputs.keys()].sort()).toEqual([...names].sort());
  for (const name of names)
    expect(readdirSync(dirname(fileOf(name))).filter((file) => file !== "languages")).toEqual(["handler.mjs"]);
  const kinds = Object.fromEntries(names.map((name) => [name, languageFilesOf(name).map(dirname)] as const));
  const twelve = (kind: string) => Array.from({ length: 12 }, () => kind);
  for (const name of residentPath) expect(kinds[name]).toEqual(twelve("strings"));
  expect(kinds["publish-waves"]).toEqual(twelve("results"));
  expect(kinds.manage).toEqual(twelve("core-1"));
});

const languageFilesOf = (name: string): string[] => {
  const beside = join(dirname(fileOf(name)), "languages");
  return existsSync(beside)
    ? readdirSync(beside, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".json"))
        .sort()
    : [];
};

test("a bundle holds the English texts; those of another language are read when the first of them is wanted", async () => {
  const vietnamese = "Không muốn trả lời";
  const page = "survey-page";
  expect(textOf(page)).not.toContain(vietnamese);
  const beside = join(dirname(fileOf(page)), "languages/strings/vi.json");
  expect(readFileSync(beside, "utf8")).toContain(vietnamese);
  expect(textOf(page)).toContain("./languages/strings/vi.json");
});

test("submit-response is at most 400 kB", () => {
  expect(outputs.get("submit-response")?.bytes).toBeLessThanOrEqual(400_000);
});

const budgetOf = (name: string): number => (residentPath.includes(name) ? 4 : 10);

test.each(names)("%s keeps to its number of direct packages", (name) => {
  const packages = directPackages(outputs.get(name)!);
  expect(packages.length, packages.join(", ")).toBeLessThanOrEqual(budgetOf(name));
});

test.each(names)("%s loads no AWS SDK before it asks for it", (name) => {
  const atOnce = [...loadedAtOnce(outputs.get(name)!.entryPoint!)].flatMap((path) => packageOf(path) ?? []);
  expect(atOnce.filter((name) => /^@(aws|aws-sdk|smithy)\//.test(name))).toEqual([]);
});

/** Texts of the SDK: its DynamoDB client, its signer, its credentials. Those of them whose code runs while a bundle is loaded. */
const ofSdk = ["DynamoDB_20120810", "AWS4-HMAC-SHA256", "AWS_SECRET_ACCESS_KEY"] as const;
function evaluatedWhenLoaded(name: string, environment: Readonly<Record<string, string>>): string[] {
  const coverage = mkdtempSync(join(folder, "coverage-"));
  const file = fileOf(name);
  const program = fileURLToPath(new URL("./load-handler.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [program, file], {
    env: { ...environment, NODE_V8_COVERAGE: coverage },
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const script = readdirSync(coverage)
    .flatMap((one): readonly Script[] => JSON.parse(readFileSync(join(coverage, one), "utf8")).result)
    .find(({ url }) => url === pathToFileURL(file).href)!;
  const ranges = script.functions.flatMap(({ ranges }) => ranges);
  const text = textOf(name);
  return ofSdk.filter((marker) => {
    const at = text.indexOf(marker);
    expect(at, marker).toBeGreaterThan(0);
    const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    return around.toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0]!.count > 0;
  });
}
interface Script {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

test("no function raises what only the command line refuses, for none carries those sentences", () => {
  const sources = Object.keys(bundle.metafile.inputs).filter((path) => /^(lib|functions)[/]/.test(path));
  const texts = sources.map((path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8"));
  const isRaised = (code: string) => texts.some((text) => text.includes(`"${code}", {`));
  expect(isRaised("unknown-wave")).toBe(true);
  expect(Object.keys(commandProblems).filter(isRaised)).toEqual([]);
});

test("with embedded stores nothing of the AWS SDK is evaluated", () => {
  expect(evaluatedWhenLoaded("submit-response", { TRUST_STORES: "embedded" })).toEqual([]);
});

test("with cloud stores it is, so the test above can see it", () => {
  const environment = { AWS_REGION: "us-east-1", TRUST_ANSWERS_TABLE: "answers", TRUST_REGISTRY_TABLE: "registry" };
  expect(evaluatedWhenLoaded("submit-response", environment)).toEqual(ofSdk);
});

test("two builds give the same bytes", async () => {
  const again = await bundleFunctions(undefined, join(folder, "again", "elsewhere"));
  for (const name of outputs.keys()) expect(textOf(name, again) === textOf(name), name).toBe(true);
});

const unwanted: readonly (readonly [string, RegExp])[] = [
  ["a source map", /[#@] ?sourceMappingURL=/],
  ["a path of this machine", literally(fileURLToPath(new URL("../..", import.meta.url)))],
  ["a home folder", literally(join(homedir(), "/"))],
  ["a temporary folder", literally(folder)],
  ["the name of this machine", literally(`"${hostname()}"`)],
  ["an AWS key", /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]/],
  ["a token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|\b(gh[opsu]|npm)_[A-Za-z0-9]{30,}/],
  ["a secret", /(secret|password|token|api_?key|pepper)["']?\s*[:=]\s*["'`][A-Za-z0-9+/_=-]{20,}["'`]/i],
];
function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

test.each(unwanted)("no bundle holds %s", (_, pattern) => {
  expect([...outputs.keys()].filter((name) => pattern.test(textOf(name)))).toEqual([]);
});

test.each([
  ["a source map", "//# sourceMappingURL=handler.mjs.map"],
  ["a path of this machine", `var f="${fileURLToPath(import.meta.url)}"`],
  ["an AWS key", `var k="AKIA${"ABCD".repeat(4)}"`],
  ["a private key", `-----BEGIN ${"PRIVATE"} KEY-----\nMII`],
  ["a token", `"eyJhbGciOiJFUzI1NiJ9.${"eyJ"}zdWIiOiJ4In0.x"`],
  ["a secret", `{pagePepper:"${"5f".repeat(16)}"}`],
])("%s would be found", (what, text) => {
  expect(unwanted.find(([name]) => name === what)![1].test(text)).toBe(true);
});
