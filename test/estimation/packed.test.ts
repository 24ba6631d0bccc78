import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "trust-packed-"));
const installed = join(folder, "node_modules", "mutual-trust");

/** An outside program: the package as it is packed, in a folder that has no other package. */
beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: root,
    shell: process.platform === "win32",
  });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", join(folder, tarball!), "--strip-components=1", "-C", installed]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string): unknown => {
  const file = join(folder, "program.mjs");
  writeFileSync(file, program);
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }));
};

test("an outside program estimates with no other package installed", () => {
  // The twelve people of golden case 01, as cells.
  const found = run(`
    import { estimateDomains, everybody, integerMoments, weigh } from "mutual-trust/estimation";
    const weighted = weigh({
      n: [3, 4, 2, 3],
      baseWeight: [1, 1, 1, 1],
      margins: [
        { name: "sex", categories: ["F", "M"], targets: [510, 490], codes: [0, 0, 1, 1] },
        { name: "age", categories: ["young", "old"], targets: [450, 550], codes: [0, 1, 0, 1] },
      ],
    });
    const moments = integerMoments([3, 4, 2, 3], [17, 22, 4, 15], [101, 142, 10, 101]);
    const [trust] = estimateDomains(weighted, { statistic: "mean", scale: 12.5, moments }, everybody(weighted));
    console.log(JSON.stringify([weighted.kish, trust.value, trust.se]));
  `);
  const [kish, value, se] = found as [number, number, number];
  expect(kish).toBeCloseTo(1.02741169449127, 12);
  expect(value).toBeCloseTo(58.1851161481501, 11);
  expect(se).toBeCloseTo(8.5598699438037, 11);
});

test("nothing but the estimator comes along with it", () => {
  const loaded = run(`
    import "mutual-trust/estimation";
    import module from "node:module";
    console.log(JSON.stringify(Object.keys(module._cache ?? {})));
  `);
  expect(loaded).toEqual([join(installed, "dist", "estimation.cjs")]);
});
