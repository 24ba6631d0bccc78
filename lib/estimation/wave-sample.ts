import { Problem } from "../problems/problem.ts";
import { parseDesignClass } from "../survey/design-class.ts";
import type { Tally, TallyCell } from "../tally/tally.ts";
import type { Margin, Sample, Strata } from "../weighting/sample.ts";
import type { SurveyPlan } from "./survey-plan.ts";

/** The cells of a tally as a sample: base weight and stratum from the design class, margins as joined for this wave. */
export function waveSample(
  { survey }: SurveyPlan,
  { wave, stream }: Pick<Tally, "wave" | "stream">,
  cells: readonly TallyCell[],
  margins: readonly Margin[],
): Sample {
  const classes = cells.map(({ designClass }) => parseDesignClass(designClass));
  const strata = strataOf(
    classes.map(({ stratum }) => stratum),
    survey.strata,
    { wave, stream },
  );
  return {
    n: cells.map(({ n }) => n),
    baseWeight: classes.map(({ weight }) => weight),
    ...(strata === undefined ? {} : { strata }),
    margins,
    ...(survey.trim === undefined ? {} : { trim: survey.trim }),
  };
}

/** None where no design class names a stratum, such as in an open stream. */
function strataOf(
  stratumOfCell: readonly string[],
  sizes: Readonly<Record<string, number>> | undefined,
  where: Pick<Tally, "wave" | "stream">,
): Strata | undefined {
  const names = [...new Set(stratumOfCell)].toSorted();
  if (names.every((name) => name === "")) return undefined;
  const codes = stratumOfCell.map((name) => names.indexOf(name));
  if (sizes === undefined) return { names, codes };
  for (const stratum of names)
    if (!Object.hasOwn(sizes, stratum))
      throw new Problem("stratum-without-size", { ...where, stratum, strata: Object.keys(sizes) });
  return { names, codes, sizes: names.map((name) => sizes[name]!) };
}
