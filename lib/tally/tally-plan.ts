import type { Survey } from "../survey/department.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { WaveName } from "../survey/wave.ts";
import { type CellLayout, cellLayout } from "./cell-layout.ts";
import { type ScorePlan, scorePlan } from "./score-plan.ts";
import type { Tally } from "./tally.ts";

/** What a wave's answers are summed into. Parts of a wave are merged when they were made by the same plan. */
export interface TallyPlan {
  readonly wave: WaveName;
  /** Demographics of a cell's profile, in order. */
  readonly profile: readonly string[];
  readonly measures: Tally["measures"];
  readonly indexes: Tally["indexes"];
  /** By instrument hash. */
  readonly instruments: ReadonlyMap<string, PlannedInstrument>;
}
export interface PlannedInstrument {
  readonly instrument: Instrument;
  readonly layout: CellLayout;
}

/**
 * The profile holds the area, the demographics of the margins and those of the published groups, and no other: more would
 * tell more about people than any published number needs.
 * @param instruments by hash: those the wave accepts, oldest first
 */
export function tallyPlan(
  wave: WaveName,
  survey: Pick<Survey, "areas" | "margins" | "groups">,
  instruments: Readonly<Record<string, Instrument>>,
): TallyPlan {
  const all = Object.values(instruments);
  const plans = new Map<string, ScorePlan>();
  for (const { id } of all.flatMap((instrument) => instrument.measures)) {
    const plan = scorePlan(id, all);
    if (plan !== undefined) plans.set(id, plan);
  }
  return {
    wave: { department: wave.department, survey: wave.survey, wave: wave.wave },
    profile: [...new Set([...(survey.areas === undefined ? [] : [survey.areas]), ...survey.margins, ...survey.groups])],
    measures: Object.fromEntries([...plans].map(([id, { scale, items }]) => [id, { scale, items }])),
    indexes: Object.fromEntries(
      [...plans].filter(([, { items }]) => items.length > 1).map(([id, { items }]) => [id, items]),
    ),
    instruments: new Map(
      Object.entries(instruments).map(([hash, instrument]) => [
        hash,
        { instrument, layout: cellLayout(instrument, plans) },
      ]),
    ),
  };
}
