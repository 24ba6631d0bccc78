import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Entry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Readonly<Record<string, Entry>>;
};

test("the lockfile names every binary of every platform, so that npm ci works on all (node bin/lockfile.mjs adds them)", () => {
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  const binaries = optional.filter((name) => /-(arm64|arm|x64|ia32)\b/.test(name));
  expect(binaries.length).toBeGreaterThan(20);
  expect(binaries.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
});

test("the lockfile names no registry's host", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
