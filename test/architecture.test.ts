import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/**
 * The import table of docs/architecture.md, enforced. `own` lists areas of this project, `packages` what may come from npm or
 * node; an area may always import itself.
 */
interface Rule {
  readonly own: readonly string[];
  readonly packages: readonly RegExp[];
}

const noPackages: readonly RegExp[] = [];
const table: Readonly<Record<string, Rule>> = {
  "lib/problems": { own: [], packages: noPackages },
  "lib/html": { own: [], packages: noPackages },
  "lib/language": { own: ["lib/problems"], packages: [/^intl-messageformat/, /^@formatjs\//] },
  "lib/survey": { own: ["lib/problems"], packages: [/^zod/, /^csv-/, /^@humanwhocodes\/momoa$/] },
  "lib/tally": { own: ["lib/survey", "lib/problems"], packages: noPackages },
  "lib/weighting": { own: ["lib/survey", "lib/tally", "lib/problems"], packages: noPackages },
  "lib/estimation": {
    own: ["lib/weighting", "lib/survey", "lib/tally", "lib/problems"],
    packages: [/^@stdlib\//, /^zod/, /^csv-parse/],
  },
  "lib/disclosure": { own: ["lib/estimation", "lib/survey", "lib/problems"], packages: [/^highs$/] },
  "lib/publishing": {
    own: ["lib/disclosure", "lib/survey", "lib/language", "lib/html", "lib/problems"],
    packages: [/^csv-/, /^hyparquet-writer$/, /^d3-/, /^uqr$/],
  },
  "lib/pages": {
    own: ["lib/survey", "lib/language", "lib/html", "lib/problems"],
    packages: noPackages,
  },
  "lib/stores": {
    own: ["lib/survey", "lib/tally", "lib/publishing", "lib/problems"],
    packages: [/^@aws-sdk\//, /^@smithy\//, /^node:/],
  },
  "lib/http": {
    own: ["lib/problems", "lib/pages", "lib/language"],
    packages: [/^@middy\//, /^aws-lambda$/, /^node:(crypto|util|zlib)$/],
  },
  "lib/infra": {
    own: ["functions/catalogue", "functions/bundle"],
    packages: [/^aws-cdk-lib/, /^constructs$/, /^node:/],
  },
  "lib/local": {
    own: ["lib/problems", "lib/stores", "lib/survey", "lib/http", "functions/catalogue", "functions/bundle"],
    packages: [/^node:/, /^jose$/, /^uqr$/, /^aws-lambda$/],
  },
  "lib/command": {
    own: [
      "lib/problems",
      "lib/survey",
      "lib/estimation",
      "lib/local",
      "lib/language",
      "lib/pages",
      "lib/publishing",
      "lib/html",
    ],
    packages: [/^node:/, /^commander$/, /^csv-/, /^uqr$/, /^zod/],
  },
};

/** Folders of functions import anything but infra, local, command and each other. */
const functionRule: Rule = {
  own: [
    "lib/problems",
    "lib/language",
    "lib/survey",
    "lib/tally",
    "lib/weighting",
    "lib/estimation",
    "lib/disclosure",
    "lib/publishing",
    "lib/pages",
    "lib/stores",
    "lib/http",
    "functions/needs",
    "functions/long-handler",
    "functions/schedule-event",
    "functions/page-hmac",
    "functions/survey-answer",
    // For its version, which a release names.
    "package.json",
    "functions/catalogue",
  ],
  packages: [/^@middy\//, /^zod/, /^node:crypto$/, /^aws-lambda$/],
};

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs in an import cycle or reads a clock, randomness or a file: forbidden where the numbers are made. */
const pureAreas = [
  "lib/problems",
  "lib/language",
  "lib/survey",
  "lib/tally",
  "lib/weighting",
  "lib/estimation",
  "lib/disclosure",
  "lib/publishing",
  "lib/pages",
  "lib/html",
];
const impurity = /\b(Date\.now\(|new Date\(\)|Math\.random\(|crypto\.(randomUUID|getRandomValues)|process\.|fetch\()/;

const files = ["lib", "functions", "bin"].flatMap((area) =>
  readdirSync(join(root, area), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${area}/${name}`),
);

const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n|;)\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

function areaOf(file: string): string {
  const [top, second] = file.split("/");
  return second === undefined || top === "bin" ? `${top}` : `${top}/${second?.replace(/\.ts$/, "")}`;
}

function ruleOf(area: string): Rule | undefined {
  if (table[area]) return table[area];
  const isFunction =
    area.startsWith("functions/") &&
    !/^functions\/(catalogue|bundle|highs-file|language-files|page-script|sdk-file|verify-script|needs|long-handler|long-work)$/.test(
      area,
    );
  return isFunction ? functionRule : undefined;
}

function violations(file: string, text: string): string[] {
  const area = areaOf(file);
  const rule = ruleOf(area);
  if (!rule) return [];
  return importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith(".")) {
      return rule.packages.some((pattern) => pattern.test(specifier)) ? [] : [`${file} -> ${specifier}`];
    }
    const target = areaOf(relative(root, join(root, dirname(file), specifier)).replaceAll("\\", "/"));
    return target === area || rule.own.includes(target) ? [] : [`${file} -> ${target} (${specifier})`];
  });
}

const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("every import is allowed by the table", () => {
  expect(files.flatMap((file) => violations(file, read(file)))).toEqual([]);
});

test("every area of lib stands in the table", () => {
  const areas = new Set(files.filter((file) => file.startsWith("lib/")).map(areaOf));
  expect([...areas].filter((area) => !table[area])).toEqual([]);
});

test("the domain reads no clock, no randomness and no environment", () => {
  const impure = files
    // What runs in a resident's browser has its clock, and sends.
    .filter((file) => pureAreas.includes(areaOf(file)) && !file.startsWith("lib/pages/script/"))
    .flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) =>
          impurity.test(line) && !/^\s*(\/?\*|\/\/)/.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
  expect(impure).toEqual([]);
});

test.each([
  ["lib/estimation/x.ts", 'import { readFile } from "node:fs/promises";'],
  ["lib/publishing/x.ts", 'import type { WaveEstimates } from "../estimation/wave-estimates.ts";'],
  ["functions/home/handler.ts", 'import { startHost } from "../../lib/local/host.ts";'],
  ["functions/home/handler.ts", 'import { page } from "../survey-page/handler.ts";'],
  ["lib/survey/x.ts", 'const { createHash } = await import("node:crypto");'],
])("a planted import in %s is found: %s", (file, text) => {
  expect(violations(file, text)).toHaveLength(1);
});
