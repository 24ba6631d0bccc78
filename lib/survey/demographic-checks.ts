import { decidesByItself, optionLabels } from "./filled-demographic.ts";
import { type Finding, repeated } from "./finding.ts";
import { type InstrumentFile, idPattern } from "./instrument-schema.ts";
import type { Path } from "./json-file.ts";

type DemographicFile = InstrumentFile["demographics"][number];
type CategoryFile = NonNullable<DemographicFile["categories"]>[number];
type Item = InstrumentFile["items"][number];

/** Names in the column `group` of a release that are no demographics. */
const reservedGroups = ["all", "mode", "unflagged"];

/** Demographics against the items they are read from. */
export function* demographicMistakes(file: InstrumentFile): Generator<Finding> {
  const ids = file.demographics.map(({ id }) => id);
  yield* repeated(ids, (at) => ["demographics", at, "id"], "an id that no other demographic has");
  for (const [at, demographic] of file.demographics.entries()) {
    const path = ["demographics", at];
    if (reservedGroups.includes(demographic.id))
      yield { path: [...path, "id"], expected: `an id other than ${reservedGroups.join(", ")}` };
    const item = file.items.find(({ id }) => id === demographic.item);
    if (!item || item.type === "note" || item.type === "group" || item.type === "text")
      yield { path: [...path, "item"], expected: "the id of a choice, choices, scale, integer or area item" };
    else yield* categoryMistakes(file, demographic, item, path);
  }
}

function* categoryMistakes(
  file: InstrumentFile,
  demographic: DemographicFile,
  item: Item,
  path: Path,
): Generator<Finding> {
  const { categories } = demographic;
  if (item.type === "area") {
    if (categories)
      yield { path: [...path, "categories"], expected: "none: its categories are the department's areas" };
    return;
  }
  const options = optionLabels(file.items, item.id);
  if (!categories) {
    const strange = [...options.keys()].find((value) => !idPattern.test(value));
    if (options.size === 0)
      yield { path: [...path, "categories"], expected: `categories, as ${item.id} has no options` };
    if (strange !== undefined)
      yield {
        path: [...path, "categories"],
        expected: `categories with ids of their own, as the option ${strange} is no id`,
      };
    return;
  }
  yield* repeated(
    categories.map(({ id }) => id),
    (at) => [...path, "categories", at, "id"],
    "an id that no other category has",
  );
  for (const [at, category] of categories.entries()) {
    const here = [...path, "categories", at];
    if (!category.label && !options.has(category.id))
      yield { path: [...here, "label"], expected: `a label, as ${item.id} has no option ${category.id}` };
    yield* item.type === "integer"
      ? bandMistakes(categories, item, at, here)
      : valueMistakes(file, categories, item, at, here);
  }
}

function* bandMistakes(
  categories: readonly CategoryFile[],
  item: Extract<Item, { type: "integer" }>,
  at: number,
  path: Path,
): Generator<Finding> {
  const category = categories[at]!;
  if (
    category.values ||
    category.anyOf ||
    category.several ||
    (category.from === undefined && category.to === undefined)
  )
    yield { path, expected: `from, to or both, as ${item.id} is an integer` };
  const { from = item.min, to = item.max } = category;
  if (from > to) yield { path, expected: "a from that is at most the to" };
  const clash = categories
    .slice(0, at)
    .find((other) => from <= (other.to ?? item.max) && (other.from ?? item.min) <= to);
  if (clash) yield { path, expected: `a band that does not overlap that of ${clash.id}` };
}

function* valueMistakes(
  file: InstrumentFile,
  categories: readonly CategoryFile[],
  item: Item,
  at: number,
  path: Path,
): Generator<Finding> {
  const category = categories[at]!;
  if (category.from !== undefined || category.to !== undefined)
    yield { path, expected: `values, as ${item.id} is no integer` };
  if ((category.anyOf || category.several) && item.type !== "choices")
    yield { path, expected: `neither anyOf nor several, as ${item.id} takes one answer` };
  const known =
    item.type === "scale"
      ? (file.scales[item.scale]?.options.map(({ value }) => value) ?? [])
      : [...optionLabels(file.items, item.id).keys()];
  const earlier = new Set(categories.slice(0, at).flatMap(ownValues));
  for (const value of ownValues(category)) {
    // Without options the mistake is elsewhere: in the scale or the item.
    if (known.length > 0 && !(known as readonly unknown[]).includes(value))
      yield { path, expected: `values of ${item.id} (${known.join(", ")}); ${value} is none` };
    if (earlier.has(value)) yield { path, expected: `values of no other category; ${value} is in an earlier one` };
  }
}

function ownValues(category: CategoryFile): readonly (string | number)[] {
  return decidesByItself(category) ? [...(category.values ?? []), ...(category.anyOf ?? [])] : [category.id];
}
