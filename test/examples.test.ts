import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { expect, test } from "vitest";
import { exampleNames } from "./example-names.ts";

/**
 * Every `@example` of a docstring is run where it stands. In its scope are the exports of its module, those of the modules of
 * ours that the module imports from, and `exampleNames`. The comment at its end is an expression with an equal value, or, where it
 * holds a `…`, the value as printed below with anything in place of the `…`.
 *
 * An example that awaits, or that names what only an installation has (`needs`, `workerData`), is not run; it has to parse.
 */
const needsInstallation = /\bawait\b|\bneeds\b|\bworkerData\b/;

interface Example {
  readonly name: string;
  readonly module: string;
  readonly code: string;
  /** What stands behind the last `//`. */
  readonly result: string | undefined;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (module: string): string => readFileSync(`${root}${module}`, "utf8");

/** Those of a source text, each up to the next tag, an empty line, or the end of its docstring. */
function examplesIn(module: string, text: string): Example[] {
  return [...text.matchAll(/^[ \t]*\/\*\*([\s\S]*?)\*\//gm)].flatMap((docstring) => {
    const lines = docstring[1]!.replace(/^[ \t]*\* ?/gm, "");
    return [...lines.matchAll(/@example\s([\s\S]*?)(?=\n\s*@|\n\s*\n|\s*$(?![\s\S]))/g)].map((match) => {
      const [, code = "", result] = /^([\s\S]*?)(?:\s\/\/\s([^\n]*))?$/.exec(match[1]!.trim())!;
      const line =
        text.slice(0, docstring.index).split("\n").length + lines.slice(0, match.index).split("\n").length - 1;
      return { name: `${module}:${line}`, module, code: code.trim(), result };
    });
  });
}

async function scopeOf(module: string): Promise<Record<string, unknown>> {
  const file = pathToFileURL(`${root}${module}`);
  const imported = [...read(module).matchAll(/from "(\.[^"]+\.ts)"/g)].map(([, path]) => new URL(path!, file));
  const modules = await Promise.all([...imported, file].map(({ href }) => import(/* @vite-ignore */ href)));
  return Object.assign({}, exampleNames, ...modules);
}

/** The value of the last statement. */
function run(code: string, scope: Readonly<Record<string, unknown>>): unknown {
  const names = Object.keys(scope).filter((name) => name !== "default");
  const evaluate = compileFunction("return eval($code);", [...names, "$code"]);
  return evaluate(...names.map((name) => scope[name]), stripTypeScriptTypes(code)) as unknown;
}

/** A value as one would write it. */
function printed(value: unknown): string {
  if (ArrayBuffer.isView(value)) return printed(Array.from(value as Float64Array));
  if (Array.isArray(value)) return `[${value.map(printed).join(", ")}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : `${value}`;
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${printed(part)}`)
    .join(", ")} }`;
}

async function check({ module, code, result }: Pick<Example, "module" | "code" | "result">): Promise<void> {
  if (needsInstallation.test(code)) {
    expect(() => stripTypeScriptTypes(code)).not.toThrow();
    return;
  }
  if (result === undefined) throw new Error("It does not say what comes out: // result");
  const scope = await scopeOf(module);
  const value = run(code, scope);
  if (!result.includes("…")) {
    expect(value).toEqual(run(`(${result})`, scope));
    return;
  }
  const parts = result.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  expect(printed(value)).toMatch(new RegExp(`^${parts.join("[^]*")}$`));
}

const examples = ["lib", "functions"]
  .flatMap((area) => globSync(`${area}/**/*.ts`, { cwd: root }))
  .sort()
  .flatMap((module) => examplesIn(module, read(module)));

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(80);
});

test.each(examples.map((example) => [example.name, example] as const))("%s", (_, example) => check(example));

test.each([
  ["/** @example printedCode('k7q2m9xr4t') // 'K7Q2M-9XR4S' */", "to deeply equal"],
  ["/** @example printedCode('k7q2m9xr4t') // 'K7Q2M-…S' */", "to match"],
  ["/** @example printedCode('k7q2m9xr4t') // K7Q2M, with a dash */", "Expression expected"],
  ["/** @example printedCode('k7q2m9xr4t') */", "does not say"],
  ["/** @example printCode('k7q2m9xr4t') // 'K7Q2M-9XR4T' */", "printCode is not defined"],
  ["/** @example await printedCode('k7q2m9xr4t' // 'K7Q2M-9XR4T' */", "to not throw"],
])("an untrue example is found: %s", async (docstring, complaint) => {
  const [example] = examplesIn("lib/survey/letter-code.ts", docstring);
  await expect(check(example!)).rejects.toThrow(complaint);
});
