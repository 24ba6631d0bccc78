import { type FullPlace, fullPlaces } from "../../lib/disclosure/full-places.ts";
import type { Earlier } from "../../lib/disclosure/protect.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { TalliedWave } from "../../lib/estimation/survey-plan.ts";
import { Problem } from "../../lib/problems/problem.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { type ReadRelease, readRelease } from "../../lib/publishing/read-release.ts";
import type { WaveReceipts } from "../../lib/publishing/receipt-files.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import type { ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Stream } from "../../lib/survey/response.ts";
import type { WaveName } from "../../lib/survey/wave.ts";
import { parseTally } from "../../lib/tally/parse-tally.ts";
import type { PlannedTally, ReleasePlan } from "./release-plan.ts";
import { sha256 } from "./sha256.ts";
import type { InstrumentsByHash, SurveyDefinition } from "./survey-definition.ts";

/** A tally as it lies in the private bucket. */
export interface StoredTally extends PlannedTally {
  readonly bytes: Uint8Array;
}

export interface Draft {
  readonly estimates: ProtectedEstimates;
  /** Tallies that were read: the fresh ones first. */
  readonly inputs: readonly (StoredTally & { readonly fresh: boolean })[];
  /** Tallies of the release before that the fresh ones take the place of, as far as they are kept. */
  readonly superseded: readonly StoredTally[];
  /** Those that the tallies were read with. */
  readonly usedInstruments: InstrumentsByHash;
  readonly before: ReadRelease | undefined;
  /** Of the waves that are printed for the first time or again. */
  readonly receipts: readonly WaveReceipts[];
  /** The same, where the survey has a cap. */
  readonly fullPlaces: readonly FullPlace[] | undefined;
}

/** Where a tally lies. */
export const tallyKeyOf = ({ department, survey, wave }: WaveName, stream: Stream, sequence: number): string =>
  `tallies/${department}/${survey}/${wave}/${stream}/${sequence}.json`;
export const tallyKey = ({ wave, stream, sequence }: PlannedTally): string => tallyKeyOf(wave, stream, sequence);

/** Estimates the plan's waves from their tallies and protects them together with what the release before says. Writes nothing. */
export async function draftRelease(
  stores: Stores,
  definition: SurveyDefinition,
  plan: ReleasePlan,
  head: ReleaseRecord | undefined,
): Promise<Draft> {
  const { record, policy } = definition;
  const fresh = await readTallies(stores, plan.fresh);
  const context = await readTallies(stores, plan.context);
  const superseded = await readTallies(stores, plan.superseded);
  const instruments = await definition.instruments(
    [...plan.fresh, ...plan.context].flatMap(({ wave }) => wave.instruments),
  );
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
  // Its solver of linear programs takes time and memory to load.
  const { protect } = await import("../../lib/disclosure/protect.ts");
  return {
    estimates: protect(printed, policy, earlier),
    inputs: [
      ...fresh.map((tally) => ({ ...tally, fresh: true })),
      ...context.map((tally) => ({ ...tally, fresh: false })),
    ],
    superseded,
    usedInstruments: instruments,
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

/**
 * The files of a release that the next one starts from, each as the ledger and the manifest know it.
 * @throws Problem `release-unreadable` with the file that is missing or another one now
 */
export async function readStoredRelease(
  stores: Stores,
  { department, survey, release, manifest: hash }: ReleaseRecord,
): Promise<ReadRelease> {
  const folder = releaseFolder(department, survey, release);
  const files = new Map<string, Uint8Array | undefined>();
  for (const path of ["manifest.json", "estimates.json", "representation.csv", "quality.csv"])
    files.set(path, (await stores.public.read(folder + path))?.bytes);
  const read = readRelease(release, (path) => files.get(path));
  const sums = new Map([
    ["manifest.json", hash],
    ...read.manifest.files.map((file) => [file.path, file.sha256] as const),
  ]);
  for (const [path, bytes] of files)
    if (bytes && sha256(bytes) !== sums.get(path)) throw new Problem("release-unreadable", { release, file: path });
  return read;
}

/** Names and wording for every row of the estimates. */
export async function publishedSurvey(
  definition: SurveyDefinition,
  { rows }: ProtectedEstimates,
): Promise<PublishedSurvey> {
  const { survey, areas, events, geometry, outside } = definition.record;
  const instruments = await definition.instruments(rows.map(({ instrument }) => instrument));
  return { department: definition.department, survey, areas, events, geometry, outside, instruments };
}
