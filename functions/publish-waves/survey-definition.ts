import { type DisclosurePolicy, defaultPolicy } from "../../lib/disclosure/policy.ts";
import type { CalendarEntry } from "../../lib/publishing/release-calendar.ts";
import type { Registry, SurveyRecord } from "../../lib/stores/registry.ts";
import type { Department } from "../../lib/survey/department.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import type { PlannedTally } from "./release-plan.ts";

export type InstrumentsByHash = Readonly<Record<string, Instrument>>;

/** All that decides a release beside its tallies and the release before it: as it is today, or as it was when a release was made. */
export interface SurveyDefinition {
  readonly department: Department;
  readonly record: SurveyRecord;
  readonly policy: DisclosurePolicy;
  /** Those there are of these hashes. */
  instruments(hashes: Iterable<string>): Promise<InstrumentsByHash>;
}

/**
 * What a release was made from beside its tallies, kept in the private bucket beside them and gone with them: the survey's
 * definition and margins, thresholds, waves and program of that day. It says nothing of anybody's answers.
 */
export interface ReleaseSettings {
  readonly format: 1;
  readonly program: { readonly name: string; readonly version: string };
  readonly department: Department;
  readonly record: SurveyRecord;
  readonly policy: DisclosurePolicy;
  readonly instruments: InstrumentsByHash;
  /** Those of its tallies, without what still changes of a wave that is over. */
  readonly waves: readonly Wave[];
  /** Results that never came, as it says. */
  readonly calendar: readonly CalendarEntry[];
  /** Tallies that its fresh ones took the place of, each with its keyed digest; the manifest does not name these. */
  readonly superseded: readonly (Pick<PlannedTally, "stream" | "sequence"> & {
    readonly wave: string;
    readonly hmac: string;
  })[];
}

/** The survey as it was applied last. */
export function todaysDefinition(
  registry: Registry,
  { department, record }: { readonly department: Department; readonly record: SurveyRecord },
): SurveyDefinition {
  return {
    department,
    record,
    policy: defaultPolicy,
    async instruments(hashes) {
      const found = await Promise.all(
        [...new Set(hashes)].map(async (hash) => [hash, await registry.fresh.instrument(department.id, hash)] as const),
      );
      return Object.fromEntries(found.filter((entry): entry is [string, Instrument] => entry[1] !== undefined));
    },
  };
}

/** The survey as it was when a release was made. */
export function definitionThen({ department, record, policy, instruments }: ReleaseSettings): SurveyDefinition {
  return {
    department,
    record,
    policy,
    async instruments(hashes) {
      const wanted = new Set(hashes);
      return Object.fromEntries(Object.entries(instruments).filter(([hash]) => wanted.has(hash)));
    },
  };
}

/** A wave without what may change after it was tallied. */
export function lastingWave({
  cancelled: _,
  tallies: _tallies,
  releases: _releases,
  importsClosed: _closed,
  ...wave
}: Wave): Wave {
  return wave;
}
