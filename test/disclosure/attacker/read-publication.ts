import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";

/** A row of a published table, by column; every cell as text, nothing as "". */
export type Row = Readonly<Record<string, string>>;

/** One release as a stranger downloads it. */
export interface ReadRelease {
  readonly release: string;
  /** Every file, by its name in the folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly estimates: readonly Row[];
  readonly representation: readonly Row[];
  readonly quality: readonly Row[];
  readonly codebook: readonly Row[];
  /** Every other table whose columns are those of the estimates. */
  readonly copies: ReadonlyMap<string, readonly Row[]>;
  readonly wide: ReadonlyMap<string, readonly Row[]>;
  /** Of `yearly.csv`, where there is one. */
  readonly yearly: readonly Row[];
}

const keyColumns = ["wave", "stream", "area", "group", "category", "measure", "statistic", "option"] as const;
export const keyOf = (row: Row): string => keyColumns.map((column) => row[column] ?? "").join("/");
/** Columns of the estimates that hold a number, or tell something of one. */
export const numberColumns = [
  "value",
  "se",
  "ci_low",
  "ci_high",
  "df",
  "n",
  "n_effective",
  "deff",
  "change",
  "change_low",
  "change_high",
  "change_verdict",
  "detectable_change",
] as const;

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const table = (bytes: Uint8Array): readonly Row[] =>
  parse(Buffer.from(bytes), { columns: true, bom: true, relax_column_count: false });
const printed = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const asRow = (object: object): Row =>
  Object.fromEntries(Object.entries(object).map(([column, value]) => [column, printed(value)]));

/** The releases of a public bucket in the order in which they were made. */
export async function readPublication(files: ReadonlyMap<string, Uint8Array>): Promise<readonly ReadRelease[]> {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of files) {
    const [, release = "", name = ""] = /\/releases\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (release === "" || !path.startsWith("data/")) continue;
    if (!folders.has(release)) folders.set(release, new Map());
    folders.get(release)?.set(name, bytes);
  }
  const sequence = (one: ReadonlyMap<string, Uint8Array>): number =>
    JSON.parse(textOf(one.get("manifest.json")!)).sequence;
  const inOrder = [...folders].toSorted(([, a], [, b]) => sequence(a) - sequence(b));
  return Promise.all(inOrder.map(([release, own]) => readRelease(release, own)));
}

async function readRelease(release: string, files: ReadonlyMap<string, Uint8Array>): Promise<ReadRelease> {
  const named = (name: string) => table(files.get(name)!);
  const copies = new Map<string, readonly Row[]>();
  const wide = new Map<string, readonly Row[]>();
  for (const [name, bytes] of files) {
    if (/^figure-.*\.csv$/.test(name)) copies.set(name, table(bytes));
    if (/-wide(_n|_moe)?\.csv$/.test(name)) wide.set(name, table(bytes));
  }
  const map = files.get("areas.geojson");
  if (map) copies.set("areas.geojson", ofMap(JSON.parse(textOf(map))));
  copies.set("estimates.json", (JSON.parse(textOf(files.get("estimates.json")!)) as object[]).map(asRow));
  const parquet = files.get("estimates.parquet")!;
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer;
  copies.set("estimates.parquet", (await parquetReadObjects({ file })).map(asRow));
  return {
    release,
    files,
    estimates: named("estimates.csv"),
    representation: named("representation.csv"),
    quality: named("quality.csv"),
    codebook: named("codebook.csv"),
    copies,
    wide,
    yearly: files.has("yearly.csv") ? named("yearly.csv") : [],
  };
}

/** A row for each area and measure of a map: its numbers bear the measure's name. */
function ofMap({ features }: { readonly features: readonly { readonly properties: object }[] }): readonly Row[] {
  return features.flatMap(({ properties }) => {
    const { id: area = "", wave = "", stream = "", ...numbers } = asRow(properties);
    const measures = Object.keys(numbers).flatMap((name) => /^(.+)_suppressed$/.exec(name)?.[1] ?? []);
    return measures.map((measure) => ({
      ...{ wave, stream, area, group: "all", category: "all", measure, statistic: "mean100", option: "" },
      ...Object.fromEntries(numberColumns.map((column) => [column, numbers[`${measure}_${column}`] ?? ""])),
    }));
  });
}

/** What the attacker reads, and files that describe and sign a release, which speak of no cell. */
const attacked =
  /^(estimates\.(csv|json|parquet)|(representation|quality|codebook|yearly)\.csv|(chicago|tempe)-wide(_n|_moe)?\.csv|figure-\w+\.csv|figure-trend-[\w.-]+\.svg|receipts-[\w.-]+\.txt|report\.html|areas\.geojson)$/;
const describing =
  /^(manifest(\.sig)?\.json|SHA256SUMS|datapackage\.json|ddi-codebook\.xml|CITATION\.cff|README\.txt|load\.(R|py|do|sps)|events\.csv)$/;

/** Files of a release that nobody has told the attacker how to read. */
export const unreadFiles = (releases: readonly ReadRelease[]): readonly string[] =>
  releases.flatMap(({ files }) => [...files.keys()].filter((name) => !attacked.test(name) && !describing.test(name)));
