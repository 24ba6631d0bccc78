import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Metafile } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { type Bundle, bundleFunctions, neverRaised, residentFunctions } from "../../functions/bundle.ts";
import { catalogue } from "../../functions/catalogue.ts";

/** The budgets of the built functions, on the very files that Lambda and the local host run. */
const names = catalogue.map(({ name }) => name);

const folder = mkdtempSync(join(tmpdir(), "trust-bundles-"));
const bundle = await bundleFunctions(undefined, join(folder, "one"));
afterAll(() => rmSync(folder, { recursive: true }));

const outputsNamed = (file: string) =>
  new Map(
    Object.entries(bundle.metafile.outputs)
      .filter(([path]) => basename(path) === file)
      .map(([path, output]) => [basename(dirname(path)), output] as const),
  );
const outputs = outputsNamed("handler.mjs");
const sdks = outputsNamed("sdk.cjs");
const fileOf = (name: string, { folder }: Bundle = bundle): string => join(folder, name, "handler.mjs");
const textOf = (name: string, of?: Bundle): string => readFileSync(fileOf(name, of), "utf8");

const packageOf = (path: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];

/** Packages whose code in a bundle is there because our own sources import it. */
function directPackages(name: string): string[] {
  const parts: readonly Partial<Metafile["outputs"][string]>[] = [outputs.get(name)!, sdks.get(name) ?? {}];
  const inputs = Object.assign({}, ...parts.map(({ inputs }) => inputs)) as Metafile["outputs"][string]["inputs"];
  const own = Object.keys(inputs).filter((path) => packageOf(path) === undefined && path in bundle.metafile.inputs);
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

test("every function of the catalogue is built: one file each, and beside it what it may want later", () => {
  expect([...outputs.keys()].sort()).toEqual([...names].sort());
  const beside = ["highs.wasm", "languages", "sdk.cjs", "survey-scripts.json"];
  for (const name of names)
    expect(readdirSync(dirname(fileOf(name))).filter((file) => !beside.includes(file))).toEqual(["handler.mjs"]);
  const kinds = Object.fromEntries(names.map((name) => [name, languageFilesOf(name).map(dirname)] as const));
  const twelve = (kind: string) => Array.from({ length: 12 }, () => kind);
  for (const name of residentFunctions) expect(kinds[name]).toEqual(twelve("strings"));
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

test("submit-response is at most 400 kB with the SDK, and 120 kB without", () => {
  const [handler, sdk] = [outputs.get("submit-response")!.bytes, sdks.get("submit-response")!.bytes];
  expect(handler + sdk).toBeLessThanOrEqual(400_000);
  expect(handler).toBeLessThanOrEqual(120_000);
});

test("the solver of linear programs is in the function that releases, loaded when a release is drafted, and in no other", () => {
  const solving = names.filter((name) => existsSync(join(dirname(fileOf(name)), "highs.wasm")));
  expect(solving).toEqual(["publish-waves"]);
  expect(names.filter((name) => directPackages(name).includes("highs"))).toEqual(solving);
  const atOnce = [...loadedAtOnce("functions/publish-waves/handler.ts")];
  expect(atOnce.filter((path) => packageOf(path) === "highs")).toEqual([]);
});

test("the script of the page is beside the functions that draw it, and in none", () => {
  const drawing = names.filter((name) => existsSync(join(dirname(fileOf(name)), "survey-scripts.json")));
  expect(drawing.toSorted()).toEqual(["submit-response", "survey-page"]);
  const file = join(dirname(fileOf("survey-page")), "survey-scripts.json");
  const script: string = JSON.parse(readFileSync(file, "utf8")).plain;
  expect(script.length).toBeGreaterThan(1_000);
  expect(names.filter((name) => textOf(name).includes(script.slice(0, 200)))).toEqual([]);
});

/** Ten in any one; the function that releases has one more, the solver of the disclosure audit (decision 5). */
const budgetOf = (name: string): number =>
  residentFunctions.includes(name) ? 4 : 10 + Number(name === "publish-waves");

test.each(names)("%s keeps to its number of direct packages", (name) => {
  const packages = directPackages(name);
  expect(packages.length, packages.join(", ")).toBeLessThanOrEqual(budgetOf(name));
});

test.each(names)("%s loads no AWS SDK before it asks for it", (name) => {
  const atOnce = [...loadedAtOnce(outputs.get(name)!.entryPoint!)];
  expect(atOnce.filter((path) => /@(aws|aws-sdk|smithy)\/|^sdk-file:/.test(path))).toEqual([]);
});

/** Texts of the SDK: its DynamoDB client, its signer, its credentials. */
const ofSdk = ["DynamoDB_20120810", "AWS4-HMAC-SHA256", "AWS_SECRET_ACCESS_KEY"] as const;

/** Which files of a function are evaluated when it is loaded. */
function evaluatedWhenLoaded(name: string, environment: Readonly<Record<string, string>>): string[] {
  const coverage = mkdtempSync(join(folder, "coverage-"));
  const program = fileURLToPath(new URL("./load-handler.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [program, fileOf(name)], {
    env: { ...environment, NODE_V8_COVERAGE: coverage },
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const place = pathToFileURL(`${dirname(fileOf(name))}/`).href;
  return readdirSync(coverage)
    .flatMap((one): readonly { readonly url: string }[] => JSON.parse(readFileSync(join(coverage, one), "utf8")).result)
    .flatMap(({ url }) => (url.startsWith(place) ? url.slice(place.length) : []))
    .toSorted();
}

/** Codes of the refusals that an area of `lib/problems` names. */
async function codesOf(area: string): Promise<string[]> {
  return Object.keys((await import(`../../lib/problems/${area}.ts`))[`${area}Problems`]);
}

/** Whether a source of one of these functions raises a refusal. */
function raisedBy(functions: readonly string[]): (code: string) => boolean {
  const sources = new Set(functions.flatMap((name) => Object.keys(outputs.get(name)!.inputs)));
  const own = [...sources].filter((path) => /^(lib|functions)[/]/.test(path));
  const texts = own.map((path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8"));
  return (code) => texts.some((text) => new RegExp(`"${code}",\\s*\\{`).test(text));
}

test.each([
  ["no function", names, neverRaised.anywhere, "unknown-wave"],
  ["no function that residents wait for", residentFunctions, neverRaised.forResidents, "unknown-link"],
] as const)("%s raises a refusal whose sentence it does not carry", async (_, functions, areas, raised) => {
  const isRaised = raisedBy(functions);
  expect(isRaised(raised)).toBe(true);
  const codes = (await Promise.all(areas.map(codesOf))).flat();
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter(isRaised)).toEqual([]);
});

test("with embedded stores the SDK is not even read", () => {
  expect(evaluatedWhenLoaded("submit-response", { TRUST_STORES: "embedded" })).toEqual(["handler.mjs"]);
  expect(ofSdk.filter((text) => textOf("submit-response").includes(text))).toEqual([]);
});

test("with cloud stores it is, so the test above can see it", () => {
  const environment = { AWS_REGION: "us-east-1", TRUST_ANSWERS_TABLE: "answers", TRUST_REGISTRY_TABLE: "registry" };
  expect(evaluatedWhenLoaded("submit-response", environment)).toEqual(["handler.mjs", "sdk.cjs"]);
  const sdk = readFileSync(join(dirname(fileOf("submit-response")), "sdk.cjs"), "utf8");
  expect(ofSdk.filter((text) => sdk.includes(text))).toEqual(ofSdk);
});

test.each(names)("behind an edge %s refuses what came around it, before any store is asked", (name) => {
  const { method, path } = catalogue.find((entry) => entry.name === name)!.routes[0]!;
  const program = fileURLToPath(new URL("./load-handler.mjs", import.meta.url));
  const event = {
    headers: {},
    rawPath: path,
    requestContext: { http: { method, path }, timeEpoch: 0 },
    routeKey: `${method} ${path}`,
  };
  const { stdout, stderr } = spawnSync(process.execPath, [program, fileOf(name), JSON.stringify(event)], {
    env: { TRUST_STORES: "embedded", TRUST_EDGE_SECRET: "k7q2" },
    encoding: "utf8",
  });
  expect(stdout, stderr).toBe(`{"outcome":"refused","code":"around-the-edge"}\n403`);
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
