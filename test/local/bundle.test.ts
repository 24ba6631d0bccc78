import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

let clone: string;
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), "trust-bundle-")));
  for (const name of ["bin", "lib"]) mkdirSync(join(clone, name));
  for (const name of ["bin/start.mjs", "bin/bundle.mjs", "bin/ensure.mjs", "tsconfig.json", "package-lock.json"])
    cpSync(join(root, name), join(clone, name));
  writeFileSync(join(clone, "package.json"), '{ "type": "module" }');
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "junction");
  writeSource(
    "bin/trust.ts",
    'const { word } = await import("../lib/word.ts"); console.log(process.argv[1], word());\n',
  );
  writeSource("lib/word.ts", source("one"));
  waitASecond();
});
afterEach(() => rmSync(clone, { recursive: true }));

const longAgo = new Date("2026-01-01T00:00:00Z");
const source = (word: string) =>
  `import { basename } from "node:path";\nexport const word = (): string => \`${word} of \${basename(import.meta.url)}\`;\n`;

/** Every version of a source has the same date. */
function writeSource(name: string, text: string): void {
  writeFileSync(join(clone, name), text);
  utimesSync(join(clone, name), longAgo, longAgo);
}

/** What changed within the second before a build may have changed during it, and counts as changed. */
const waitASecond = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);

function start(): { program: string; said: string } {
  const run = spawnSync(process.execPath, [join(clone, "bin/start.mjs"), "trust.ts"], {
    encoding: "utf8",
    env: { ...process.env, NODE_COMPILE_CACHE: join(clone, "cache") },
  });
  expect(run.stderr).toBe("");
  const [program = "", ...said] = run.stdout.trim().split(" ");
  return { program, said: said.join(" ") };
}

const bundle = (): string => join(clone, "dist/trust.mjs");
const madeAt = (): number => statSync(bundle()).mtimeMs;

test("the command line starts from a bundle, made once, in which a source knows its own address", () => {
  expect(start()).toEqual({ program: bundle(), said: "one of word.ts" });
  const made = madeAt();
  expect(start()).toEqual({ program: bundle(), said: "one of word.ts" });
  expect(madeAt()).toBe(made);
});

test("a changed source is never ignored, not even one of the same size and date", () => {
  start();
  const before = statSync(join(clone, "lib/word.ts"));
  writeSource("lib/word.ts", source("two"));
  const after = statSync(join(clone, "lib/word.ts"));
  expect([after.mtimeMs, after.size]).toEqual([before.mtimeMs, before.size]);
  expect(start().said).toBe("two of word.ts");
});

test("a bundle that breaks off is made again", () => {
  start();
  writeFileSync(bundle(), readFileSync(bundle(), "utf8").slice(0, 40));
  expect(start()).toEqual({ program: bundle(), said: "one of word.ts" });
});

test("where none can be made the sources run", () => {
  writeFileSync(join(clone, "dist"), "no folder");
  expect(start()).toEqual({ program: join(clone, "bin/trust.ts"), said: "one of word.ts" });
});

test("what a text says of import.meta.url is left as it is: the functions that the command builds begin with such a text", () => {
  writeSource("lib/word.ts", "export const word = (): string => `import.meta.url`;\n");
  waitASecond();
  expect(start().said).toBe("import.meta.url");
});
