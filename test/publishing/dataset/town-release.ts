import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { protect } from "../../../lib/disclosure/protect.ts";
import { datasetFiles } from "../../../lib/publishing/dataset/dataset-files.ts";
import { makeRelease } from "../../../lib/publishing/release.ts";
import { riverbend, sha256 } from "../riverbend.ts";

/** The dataset of the demo's town: two waves a year apart, both streams, every kind of row. */
export async function townRelease() {
  const { estimates: exact, published } = await riverbend({ waves: 2, invited: 500, open: 160, monthsApart: 12 });
  const estimates = protect(exact);
  const story = { sequence: 3, previous: "2025-01-a", supersedes: undefined, brought: ["2026-01"] };
  const make = () => datasetFiles(estimates, published, story, [], sha256);
  const files = make();
  const bytes = (path: string): Uint8Array => {
    const found = files.find((file) => file.path === path);
    if (!found) throw new Error(`no file ${path}`);
    return found.bytes;
  };
  const text = (path: string): string => new TextDecoder().decode(bytes(path));
  return {
    estimates,
    published,
    files,
    make,
    bytes,
    text,
    csv: (path: string): Record<string, string>[] => parse(text(path), { columns: true }),
    json: (path: string): unknown => JSON.parse(text(path)),
  };
}
export type TownRelease = Awaited<ReturnType<typeof townRelease>>;

/** A release of the same town with every file that only some releases have. */
export function fullRelease({ estimates, published }: TownRelease) {
  const from = { source: "City of Elsewhere", measure: "trust", from: "2025-01-01" };
  const square = (west: number) => [
    [west, 0],
    [west + 1, 0],
    [west + 1, 1],
    [west, 1],
    [west, 0],
  ];
  const features = published.areas.map(({ id, name }, at) => ({
    type: "Feature",
    properties: { id, name },
    geometry: { type: "Polygon", coordinates: [square(at)] },
  }));
  const everything = {
    ...published,
    geometry: { type: "FeatureCollection", features },
    outside: [
      { ...from, to: "2025-01-28", value: 51 },
      { ...from, to: "2025-03-28", value: 52.5, address: "https://data.example/trust" },
    ],
    fullPlaces: [{ wave: "2026-01", stream: "open" as const, place: "library", cap: 50 }],
    receipts: [{ wave: "2026-01", lines: [sha256(new Uint8Array([1])), sha256(new Uint8Array([2]))] }],
  };
  const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "p", version: "0" }, inputs: [] };
  return makeRelease(estimates, everything, facts, sha256);
}

/** The files as an evaluator has them, in a folder. */
export function releaseFolder({ files }: TownRelease): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "trust-dataset-"));
  for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
