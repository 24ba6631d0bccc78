import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitIntoDomains } from "../../lib/estimation/domains.ts";
import { estimateDomains } from "../../lib/estimation/estimate-domains.ts";
import { estimateWave } from "../../lib/estimation/estimate-wave.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { Estimate, EstimateKey } from "../../lib/estimation/wave-estimates.ts";
import { populationMargins, rakedMargins } from "../../lib/estimation/wave-margins.ts";
import { waveSample } from "../../lib/estimation/wave-sample.ts";
import { waveStatistics } from "../../lib/estimation/wave-statistics.ts";
import { type Host, startHost } from "../../lib/local/host.ts";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { openRegistry, type SurveyRecord } from "../../lib/stores/registry.ts";
import { type StoreThread, startStoreThread } from "../../lib/stores/store-thread.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { parseTally } from "../../lib/tally/parse-tally.ts";
import type { Tally } from "../../lib/tally/tally.ts";
import { weigh } from "../../lib/weighting/weigh.ts";
import { type Ran, type Setting, trust } from "../command/terminal.ts";
import { expectEqualToR, golden } from "../estimation/equal-to-r.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const panel = resolve(root, process.env.TRUST_GSS_PANEL ?? "../shared/data/gss_panel_2016_2018_2020.csv");
const here = join(root, "test/journeys/gss");
const absent = existsSync(panel) ? "" : " (not run: the panel's file is not here; name it with TRUST_GSS_PANEL)";

/** Each wave with the time it is imported in, what its golden case calls it, and how many rows of the panel it takes. */
const waves = [
  { wave: "2016", survey: "gss", opens: "2016-04-01", closes: "2016-12-01", rows: 2867 },
  { wave: "2018", survey: "gss", opens: "2018-04-01", closes: "2018-12-01", rows: 2348 },
  { wave: "2020", survey: "gss", opens: "2020-08-01", closes: "2020-10-01", rows: 1823 },
  { wave: "raked-2020", survey: "gss-raked", opens: "2020-08-01", closes: "2020-10-01", rows: 1823 },
];

interface Golden {
  readonly n: number;
  readonly estimates: readonly {
    readonly measure: string;
    readonly domain: Readonly<Record<string, string>>;
    readonly n: number;
    readonly value: number;
    readonly se: number;
  }[];
}

/** What R calls a share of, here: the option of the measure's item. */
const optionOf: Readonly<Record<string, string>> = { afraid: "1", "police.may.strike": "2" };

describe.skipIf(absent !== "")(`the General Social Survey panel${absent}`, () => {
  let data: string;
  let host: Host;
  let thread: StoreThread;
  const setting: Setting = { folder: here, now: "2016-03-01T00:00:00Z" };
  const imports = new Map<string, Ran>();
  const tallied = new Map<
    string,
    { record: SurveyRecord; wave: Wave; tally: Tally; instruments: Record<string, Instrument> }
  >();

  const published = new Map<string, readonly PublishedRow[]>();

  const run = async (...args: readonly string[]): Promise<Ran> => {
    const ran = await trust(setting, ...args, "--data", data, "--json");
    if (ran.exit !== 0) throw new Error(`trust ${args.join(" ")}: ${ran.err}`);
    return ran;
  };

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "trust-gss-"));
    host = await startHost({ data, port: null, now: () => Date.parse(setting.now) });
    for (const folder of ["plain", "raked"]) await run("apply", folder);
    for (const { wave, survey, opens, closes } of waves) {
      setting.now = `${opens}T00:00:00Z`;
      await run("open", wave, "--survey", survey, "--opens", `${opens}T00:00Z`, "--closes", `${closes}T00:00Z`);
      imports.set(wave, await run("import-responses", panel, "--map", `mappings/${wave}.json`));
      setting.now = `${closes}T01:00:00Z`;
      await run("tally", wave);
      await run("publish", wave);
    }
    for (const survey of ["gss", "gss-raked"]) {
      const { status, body } = await host.request({ method: "GET", path: `/data/gss/${survey}/latest/estimates.json` });
      published.set(survey, status === 200 ? rowsOf(Buffer.from(body).toString()) : []);
    }
    await host.close();

    thread = await startStoreThread({ data });
    const stores = embeddedStores(thread.open(everyGrant));
    const registry = openRegistry(stores.registry);
    for (const { wave: id, survey } of waves) {
      const record = (await registry.fresh.survey("gss", survey))!;
      const wave = (await registry.fresh.wave("gss", id))!;
      const tally = parseTally((await stores.private.read(`tallies/gss/${survey}/${id}/invited/1.json`))!.bytes);
      const instrument = (await registry.fresh.instrument("gss", record.instrument))!;
      tallied.set(id, { record, wave, tally, instruments: { [record.instrument]: instrument } });
    }
  }, 180_000);
  afterAll(async () => {
    await thread?.close();
    await rm(data, { recursive: true, force: true });
  });

  test.each(waves)("wave $wave: of 5,215 rows read $rows are stored and none is refused", ({ wave, rows }) => {
    const counts = JSON.parse(imports.get(wave)!.out) as Record<string, number>;
    expect(counts).toMatchObject({ read: 5215, left: 5215 - rows, stored: rows, already: 0, refused: 0 });
    expect(tallied.get(wave)!.wave.tallies).toEqual({ invited: { sequence: 1, responses: rows } });
  });

  test.each(["2016", "2018", "raked-2020"])("every estimate of %s before rounding equals R survey to 1e-9", (id) => {
    const expected = golden<Golden>(`real/gss/${id}/expected.json`);
    const { tally, record, instruments } = tallied.get(id)!;
    const instrument = instruments[record.instrument]!;
    const used = [{ hash: record.instrument, instrument }];
    const { margins } = rakedMargins(populationMargins(record, instrument, tally.cells, tally.profile));
    const weighted = weigh(waveSample(record, tally, tally.cells, margins));
    const statistics = waveStatistics(tally, tally.cells, used);
    expect(weighted.n).toBe(expected.n);
    for (const { measure, domain, n, value, se } of expected.estimates) {
      const option = optionOf[measure];
      const statistic = statistics.find(
        (one) =>
          one.measure === measure &&
          one.option === (option ?? "") &&
          (one.statistic === "percent") === (option !== undefined),
      )!;
      const codes = Int32Array.from(tally.cells, ({ profile }) => (isIn(tally, profile, domain) ? 0 : -1));
      const [ours] = estimateDomains(weighted, statistic.measured, splitIntoDomains(weighted, codes, 1), {
        confidence: 0.95,
      });
      const scale = option === undefined ? 1 : 100;
      expectEqualToR(scaled(ours!, scale), { n, value, se }, `${measure} ${JSON.stringify(domain)}`);
    }
  });

  test("the pipeline's own estimates of everybody, sexes and races are those", () => {
    for (const id of ["2016", "2018", "raked-2020"]) {
      const { tally, wave, record, instruments } = tallied.get(id)!;
      const { rows } = estimateWave(record, instruments, { wave, tally });
      const expected = golden<Golden>(`real/gss/${id}/expected.json`).estimates.filter(
        ({ domain }) => Object.keys(domain).length < 2,
      );
      expect(expected).toHaveLength(24);
      for (const { measure, domain, n, value, se } of expected) {
        const [[group, category] = ["all", "all"]] = Object.entries(domain);
        const option = optionOf[measure] ?? "";
        const statistic = option === "" ? "mean100" : "percent";
        const row = rows.find(({ key }) => sameKey(key, { area: "all", group, category, measure, statistic, option }))!;
        expectEqualToR(
          scaled(row.estimate, option === "" ? 1 : 100),
          { n, value, se },
          `${measure} ${group} ${category}`,
        );
      }
    }
  });

  test("what is released of them claims no change", () => {
    const rows = published.get("gss")!;
    expect(new Set(rows.map(({ wave }) => wave))).toEqual(new Set(["2016", "2018", "2020"]));
    expect(rows.filter(({ change, change_verdict }) => change !== null || change_verdict !== "")).toEqual([]);
    const [headline] = published
      .get("gss-raked")!
      .filter(
        ({ measure, group, statistic }) => measure === "confidence.court" && group === "all" && statistic === "mean100",
      );
    const exact = golden<Golden>("real/gss/raked-2020/expected.json").estimates.find(
      ({ measure, domain }) => measure === "confidence.court" && Object.keys(domain).length === 0,
    )!;
    // Printed in tenths: n is above 400.
    expect(headline!.value).toBe(Math.round(exact.value * 10) / 10);
  });

  test("no change between waves that share people is claimed, and one without that declaration would be", () => {
    const three = ["2016", "2018", "2020"].map((id) => tallied.get(id)!);
    const { record, instruments } = three[0]!;
    const changes = (plan: SurveyRecord) =>
      estimateWaves(plan, instruments, three).flatMap(({ rows }) => rows.filter(({ change }) => change !== undefined));
    expect(changes(record)).toEqual([]);
    const { samePeople: _declared, ...survey } = record.survey;
    expect(changes({ ...record, survey }).length).toBeGreaterThan(0);
  });
});

interface PublishedRow {
  readonly wave: string;
  readonly measure: string;
  readonly group: string;
  readonly statistic: string;
  readonly value: number | null;
  readonly change: number | null;
  readonly change_verdict: string;
}

function rowsOf(text: string): readonly PublishedRow[] {
  const file = JSON.parse(text) as readonly PublishedRow[] | { readonly rows: readonly PublishedRow[] };
  return Array.isArray(file) ? file : (file as { readonly rows: readonly PublishedRow[] }).rows;
}

const sameKey = (a: EstimateKey, b: EstimateKey): boolean =>
  (Object.keys(b) as (keyof EstimateKey)[]).every((part) => a[part] === b[part]);

function isIn(tally: Tally, profile: readonly string[], domain: Readonly<Record<string, string>>): boolean {
  return Object.entries(domain).every(
    ([demographic, category]) => profile[tally.profile.indexOf(demographic)] === category.replace("65+", "65-up"),
  );
}

const scaled = ({ n, value, se }: Estimate, scale: number) => ({ n, value: value! / scale, se: se! / scale });
