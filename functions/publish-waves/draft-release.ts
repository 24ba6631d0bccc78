import { type FullPlace, fullPlaces } from "../../lib/disclosure/full-places.ts";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { type Earlier, protect } from "../../lib/disclosure/protect.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { TalliedWave } from "../../lib/estimation/survey-plan.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { type ReadRelease, readRelease } from "../../lib/publishing/read-release.ts";
import type { WaveReceipts } from "../../lib/publishing/receipt-files.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import type { Registry, ReleaseRecord, SurveyRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Department } from "../../lib/survey/department.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { parseTally } from "../../lib/tally/parse-tally.ts";
import type { PlannedTally, ReleasePlan } from "./release-plan.ts";

/** A tally as it lies in the private bucket. */
export interface StoredTally extends PlannedTally {
  readonly bytes: Uint8Array;
}

export interface Draft {
  readonly estimates: ProtectedEstimates;
  /** Tallies that were read: the fresh ones first. */
  readonly inputs: readonly (StoredTally & { readonly fresh: boolean })[];
  readonly before: ReadRelease | undefined;
  /** Of the waves that are printed for the first time or again. */
  readonly receipts: readonly WaveReceipts[];
  /** The same, where the survey has a cap. */
  readonly fullPlaces: readonly FullPlace[] | undefined;
}

/** Where a tally lies. */
export const tallyKey = ({ wave, stream, sequence }: PlannedTally): string =>
  `tallies/${wave.department}/${wave.survey}/${wave.wave}/${stream}/${sequence}.json`;

/** Estimates the plan's waves from their tallies and protects them together with what the release before says. Writes nothing. */
export async function draftRelease(
  stores: Stores,
  registry: Registry,
  record: SurveyRecord,
  plan: ReleasePlan,
  head: ReleaseRecord | undefined,
): Promise<Draft> {
  const fresh = await readTallies(stores, plan.fresh);
  const context = await readTallies(stores, plan.context);
  const superseded = await readTallies(stores, plan.superseded);
  const instruments = await instrumentsOf(registry, [...plan.fresh, ...plan.context]);
  const estimate = (tallies: readonly StoredTally[]) =>
    estimateWaves(
      record,
      instruments,
      tallies.map(({ wave, bytes }): TalliedWave => ({ wave, tally: parseTally(bytes) })),
    );
  const now = estimate([...fresh, ...context]);
  const before = head && (await readStoredRelease(stores, head));
  // A wave after one printed again keeps its rows; only what they say of the change is new.
  const printed = now.filter(
    ({ wave, stream, opens }) =>
      isOf(plan.fresh, wave, stream) ||
      plan.superseded.some((old) => old.stream === stream && Date.parse(old.wave.opens) < Date.parse(opens)),
  );
  const earlier: Earlier | undefined = before && {
    released: before.released,
    estimates: [
      ...superseded.flatMap((tally) => estimate([tally])),
      ...printed.filter(({ wave, stream }) => !isOf(plan.fresh, wave, stream)),
    ],
  };
  return {
    estimates: protect(printed, defaultPolicy, earlier),
    inputs: [
      ...fresh.map((tally) => ({ ...tally, fresh: true })),
      ...context.map((tally) => ({ ...tally, fresh: false })),
    ],
    before,
    receipts: await readReceipts(stores, plan),
    fullPlaces: placesOver(record.survey.placeCap, fresh),
  };
}

const isOf = (tallies: readonly PlannedTally[], wave: string, stream: string): boolean =>
  tallies.some((tally) => tally.wave.wave === wave && tally.stream === stream);

/** Those that are still kept: a tally expires with its answers, and what was released of it stays. */
async function readTallies(stores: Stores, planned: readonly PlannedTally[]): Promise<readonly StoredTally[]> {
  const found: StoredTally[] = [];
  for (const tally of planned) {
    const object = await stores.private.read(tallyKey(tally));
    if (object) found.push({ ...tally, bytes: object.bytes });
  }
  return found;
}

function placesOver(cap: number | undefined, tallies: readonly StoredTally[]): readonly FullPlace[] | undefined {
  if (cap === undefined) return undefined;
  const counts = tallies.map(({ wave, stream, bytes }) => ({
    wave: wave.wave,
    stream,
    places: parseTally(bytes).places,
  }));
  return fullPlaces(counts, cap);
}

/** As the tally job laid them beside the tallies. */
async function readReceipts(stores: Stores, plan: ReleasePlan): Promise<readonly WaveReceipts[]> {
  const found: WaveReceipts[] = [];
  for (const { department, survey, wave } of new Set(plan.fresh.map((tally) => tally.wave))) {
    const object = await stores.private.read(`tallies/${department}/${survey}/${wave}/receipts.json`);
    if (object) found.push({ wave, lines: JSON.parse(new TextDecoder().decode(object.bytes)) as readonly string[] });
  }
  return found;
}

/** The files of a release that the next one starts from. */
export async function readStoredRelease(
  stores: Stores,
  { department, survey, release }: ReleaseRecord,
): Promise<ReadRelease> {
  const folder = releaseFolder(department, survey, release);
  const files = new Map<string, Uint8Array | undefined>();
  for (const path of ["manifest.json", "estimates.json", "representation.csv", "quality.csv"])
    files.set(path, (await stores.public.read(folder + path))?.bytes);
  return readRelease(release, (path) => files.get(path));
}

async function instrumentsOf(
  registry: Registry,
  tallies: readonly PlannedTally[],
): Promise<Readonly<Record<string, Instrument>>> {
  const hashes = new Map(tallies.flatMap(({ wave }) => wave.instruments.map((hash) => [hash, wave.department])));
  return readInstruments(registry, hashes);
}

async function readInstruments(
  registry: Registry,
  hashes: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, Instrument>>> {
  const found = await Promise.all(
    [...hashes].map(async ([hash, department]) => [hash, await registry.fresh.instrument(department, hash)] as const),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, Instrument] => entry[1] !== undefined));
}

/** Names and wording for every row of the estimates. */
export async function publishedSurvey(
  registry: Registry,
  department: Department,
  { survey, areas, events, geometry }: SurveyRecord,
  { rows }: ProtectedEstimates,
): Promise<PublishedSurvey> {
  const hashes = new Map(rows.map(({ instrument }) => [instrument, department.id]));
  return { department, survey, areas, events, geometry, instruments: await readInstruments(registry, hashes) };
}
