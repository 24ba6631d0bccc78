import { demographicMistakes } from "./demographic-checks.ts";
import { type Finding, repeated } from "./finding.ts";
import { missingCodes } from "./instrument.ts";
import type { InstrumentFile } from "./instrument-schema.ts";
import type { Path } from "./json-file.ts";

type Item = InstrumentFile["items"][number];

/** What a schema cannot say: references, order, languages, scales that are scales. */
export function instrumentMistakes(file: InstrumentFile): readonly Finding[] {
  return [
    ...languageMistakes(file),
    ...scaleMistakes(file),
    ...file.items.flatMap((item, at) => [...itemMistakes(file, item, at)]),
    ...groupMistakes(file),
    ...measureMistakes(file),
    ...demographicMistakes(file),
  ];
}

function* languageMistakes(file: InstrumentFile): Generator<Finding> {
  yield* repeated(file.languages, (at) => ["languages", at], "each language once");
  for (const { path, text } of texts(file)) {
    for (const language of file.languages)
      if (!Object.hasOwn(text, language))
        yield { path: [...path, language], expected: `a text in ${language}, one of the instrument's languages` };
    for (const language of Object.keys(text))
      if (!file.languages.includes(language))
        yield {
          path: [...path, language],
          expected: `only texts in the instrument's languages (${file.languages.join(", ")})`,
        };
  }
}

function* texts(value: unknown, path: Path = []): Generator<{ path: Path; text: Record<string, string> }> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (typeof inner === "object" && inner !== null && ["title", "text", "hint", "label"].includes(key))
      yield { path: [...path, step], text: inner as Record<string, string> };
    else yield* texts(inner, [...path, step]);
  }
}

function* scaleMistakes(file: InstrumentFile): Generator<Finding> {
  for (const [name, { options }] of Object.entries(file.scales)) {
    const steps = options.slice(1).map(({ value }, at) => Math.sign(value - options[at]!.value));
    const wrong = steps.findIndex((step) => step === 0 || step !== steps[0]);
    if (wrong >= 0)
      yield {
        path: ["scales", name, "options", wrong + 1, "value"],
        expected: "values that all rise or all fall, none twice",
      };
    const lowest = Math.min(...options.filter(({ favourable }) => favourable).map(({ value }) => value));
    for (const [at, { value, favourable }] of options.entries())
      if (!favourable && value > lowest)
        yield {
          path: ["scales", name, "options", at],
          expected: `favourable too, as it is higher than the favourable ${lowest}`,
        };
  }
}

function* itemMistakes(file: InstrumentFile, item: Item, at: number): Generator<Finding> {
  const path = ["items", at];
  if (file.items.findIndex(({ id }) => id === item.id) !== at)
    yield { path: [...path, "id"], expected: "an id that no other item has" };
  if (item.visibleIf) yield* conditionMistakes(file, at, item.visibleIf, [...path, "visibleIf"], 1);
  if (item.type === "scale" && !Object.hasOwn(file.scales, item.scale))
    yield {
      path: [...path, "scale"],
      expected: `one of the scales (${Object.keys(file.scales).join(", ") || "there are none"})`,
    };
  if (item.type === "integer" && item.min >= item.max)
    yield { path: [...path, "max"], expected: `a number above the min of ${item.min}` };
  if (item.type === "choice" || item.type === "choices") yield* optionMistakes(item.options, [...path, "options"]);
  if ("required" in item && item.required && !item.offers?.includes("ref"))
    yield { path: [...path, "required"], expected: 'not required, or "ref" (prefer not to answer) among its offers' };
}

function* optionMistakes(options: readonly { value: string }[], path: Path): Generator<Finding> {
  const values = options.map(({ value }) => value);
  yield* repeated(values, (at) => [...path, at, "value"], "a value that no other option of the item has");
  for (const [at, value] of values.entries()) {
    if ((missingCodes as readonly string[]).includes(value))
      yield { path: [...path, at, "value"], expected: `a value that is no missing code (${missingCodes.join(", ")})` };
    if (value.includes(";")) yield { path: [...path, at, "value"], expected: "a value without a semicolon" };
  }
}

type Condition = NonNullable<Item["visibleIf"]>;
const deepestCondition = 4;

function* conditionMistakes(
  file: InstrumentFile,
  before: number,
  condition: Condition,
  path: Path,
  depth: number,
): Generator<Finding> {
  if (depth > deepestCondition) {
    yield { path, expected: `conditions nested at most ${deepestCondition} deep` };
    return;
  }
  for (const key of ["all", "any"] as const)
    for (const [at, part] of (condition[key] ?? []).entries())
      yield* conditionMistakes(file, before, part, [...path, key, at], depth + 1);
  if (condition.not) yield* conditionMistakes(file, before, condition.not, [...path, "not"], depth + 1);
  if (condition.item === undefined) return;
  const item = file.items.slice(0, before).find(({ id }) => id === condition.item);
  if (!item || item.type === "note" || item.type === "group") {
    yield { path: [...path, "item"], expected: "the id of an earlier question" };
    return;
  }
  const values = valuesOf(file, item);
  for (const [at, value] of (condition.in ?? []).entries())
    if (values ? !values.includes(value) : typeof value !== (item.type === "integer" ? "number" : "string"))
      yield { path: [...path, "in", at], expected: `a value of ${item.id}${values ? ` (${values.join(", ")})` : ""}` };
}

function valuesOf(file: InstrumentFile, item: Item): readonly (string | number)[] | undefined {
  if (item.type === "scale") return file.scales[item.scale]?.options.map(({ value }) => value);
  return item.type === "choice" || item.type === "choices" ? item.options.map(({ value }) => value) : undefined;
}

/** The items of a group follow it directly and in order, so that the order of the file is the order of the page. */
function* groupMistakes(file: InstrumentFile): Generator<Finding> {
  for (const [at, group] of file.items.entries()) {
    if (group.type !== "group") continue;
    const followers = file.items.slice(at + 1, at + 1 + group.items.length);
    const wrong = group.items.findIndex(
      (id, place) => followers[place]?.id !== id || followers[place].type === "group",
    );
    if (wrong >= 0)
      yield { path: ["items", at, "items", wrong], expected: "the items that follow the group, in their order" };
    else if (group.rotate) yield* rotationMistakes(followers, at);
  }
}

/** Whatever comes first of a block that rotates must be able to. */
function* rotationMistakes(block: readonly Item[], at: number): Generator<Finding> {
  const path = ["items", at, "rotate"];
  if (block.length < 2) yield { path, expected: "a group of at least two questions, or no rotation" };
  const ids = new Set(block.map(({ id }) => id));
  for (const item of block) {
    if (item.type === "note")
      yield { path, expected: `no note in a group that rotates: ${item.id} would lose its place` };
    if (item.visibleIf && conditionItems(item.visibleIf).some((id) => ids.has(id)))
      yield { path, expected: `no rotation, as ${item.id} depends on a question of the same group` };
  }
}

/** Ids of the items that a condition asks about. */
function conditionItems({ item, all = [], any = [], not }: Condition): readonly string[] {
  return [...(item === undefined ? [] : [item]), ...[...all, ...any, ...(not ? [not] : [])].flatMap(conditionItems)];
}

function* measureMistakes(file: InstrumentFile): Generator<Finding> {
  yield* repeated(
    file.measures.map(({ id }) => id),
    (at) => ["measures", at, "id"],
    "an id that no other measure has",
  );
  for (const [at, measure] of file.measures.entries()) {
    const path = ["measures", at];
    yield* repeated(measure.items, (place) => [...path, "items", place], "each item once");
    const types = measure.items.map((id) => file.items.find((item) => item.id === id)?.type);
    for (const [place, type] of types.entries()) {
      if (type !== "scale" && type !== "integer")
        yield { path: [...path, "items", place], expected: "the id of a scale or integer item" };
      else if (type !== types[0])
        yield { path: [...path, "items", place], expected: `an item of type ${types[0]}, as the first of the measure` };
    }
    if ((measure.minAnswered ?? 1) > measure.items.length)
      yield { path: [...path, "minAnswered"], expected: `at most ${measure.items.length}, the number of its items` };
  }
}
