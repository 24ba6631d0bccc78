import type { Demographic, Text } from "./instrument.ts";
import type { InstrumentFile } from "./instrument-schema.ts";

type Items = InstrumentFile["items"];
type DemographicFile = InstrumentFile["demographics"][number];
type CategoryFile = NonNullable<DemographicFile["categories"]>[number];

/** A demographic with what its file leaves out: categories that are the options, labels that are those of the options. */
export function filledDemographic(items: Items, demographic: DemographicFile): Demographic {
  const labels = optionLabels(items, demographic.item);
  const categories: readonly CategoryFile[] = demographic.categories ?? [...labels.keys()].map((id) => ({ id }));
  return {
    ...demographic,
    categories: categories.map((category) => ({
      ...category,
      label: category.label ?? labels.get(category.id)!,
      ...(decidesByItself(category) ? {} : { values: [category.id] }),
    })),
  };
}

/** Whether a category says which answers it is for; otherwise it is for the option of its own id. */
export function decidesByItself({ values, from, to, anyOf, several }: CategoryFile): boolean {
  return [values, from, to, anyOf, several].some((rule) => rule !== undefined);
}

/** Labels of the options of a choice or choices item by value; empty for other items. */
export function optionLabels(items: Items, item: string): ReadonlyMap<string, Text> {
  const found = items.find(({ id }) => id === item);
  if (found?.type !== "choice" && found?.type !== "choices") return new Map();
  return new Map(found.options.map(({ value, label }) => [value, label]));
}
