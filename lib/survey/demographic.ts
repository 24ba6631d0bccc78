import { isMissing } from "./condition.ts";
import type { Area } from "./department.ts";
import type { Demographic, Instrument, Text } from "./instrument.ts";
import type { Answer, Answers } from "./response.ts";

/** A category of a demographic, as published. */
export interface Category {
  readonly id: string;
  readonly label: Text;
}

/** The categories of a demographic in order; those of an area demographic are the department's areas. */
export function categoriesOf(
  instrument: Instrument,
  demographic: Demographic,
  areas: readonly Area[],
): readonly Category[] {
  if (!isAreaDemographic(instrument, demographic))
    return demographic.categories.map(({ id, label }) => ({ id, label }));
  return areas.map(({ id, name }) => ({
    id,
    label: Object.fromEntries(instrument.languages.map((language) => [language, name])),
  }));
}

/** Whether a demographic is read from an item of type `area`. */
export function isAreaDemographic(instrument: Instrument, demographic: Demographic): boolean {
  return instrument.items.some((item) => item.id === demographic.item && item.type === "area");
}

/**
 * Reads a demographic from answers: the id of the category, "" where unknown (missing, or in no category).
 *
 * Several choices (OMB SPD 15 asks race and ethnicity so) collapse in this order: the first category with `anyOf` among the
 * ticked boxes; more than one box → the category marked `several`; one box → the category with it in `values`.
 * @example categoryOf(race, { race: ["hispanic", "white"] }) // "hispanic"
 */
export function categoryOf(demographic: Demographic, answers: Answers): string {
  const answer = Object.hasOwn(answers, demographic.item) ? answers[demographic.item] : undefined;
  if (answer === undefined || isMissing(answer)) return "";
  // The areas of a department are its categories; an answer is always one of them.
  if (demographic.categories.length === 0) return typeof answer === "string" ? answer : "";
  const category = typeof answer === "object" ? ofSeveral(demographic, answer) : ofOne(demographic, answer);
  return category?.id ?? "";
}

type DemographicCategory = Demographic["categories"][number];

function ofOne({ categories }: Demographic, answer: Exclude<Answer, object>): DemographicCategory | undefined {
  return categories.find(
    ({ values, from, to }) =>
      values?.includes(answer) ||
      (typeof answer === "number" &&
        (from !== undefined || to !== undefined) &&
        answer >= (from ?? Number.NEGATIVE_INFINITY) &&
        answer <= (to ?? Number.POSITIVE_INFINITY)),
  );
}

function ofSeveral({ categories }: Demographic, ticked: readonly string[]): DemographicCategory | undefined {
  const decisive = categories.find(({ anyOf }) => anyOf?.some((value) => ticked.includes(value)));
  if (decisive) return decisive;
  const [only] = ticked;
  if (ticked.length > 1) return categories.find(({ several }) => several);
  return only === undefined ? undefined : categories.find(({ values }) => values?.includes(only));
}
