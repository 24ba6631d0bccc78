import type { DepartmentFolder } from "./department.ts";
import type { Instrument } from "./instrument.ts";
import { inLanguages } from "./instrument-translation.ts";
import { outsideFile } from "./outside-file.ts";
import { canonicalJson } from "./parse-instrument.ts";
import { sameMeasure } from "./same-wording.ts";

/**
 * What applying a folder would change, a sentence each; empty when nothing would.
 * @param before the folder applied last; undefined when there is none
 */
export function changesBetween(before: DepartmentFolder | undefined, after: DepartmentFolder): readonly string[] {
  if (!before)
    return [`The department ${after.department.id} with the survey ${after.survey.id} is new.`, ...sizes(after)];
  return [
    ...settingChanges("department.json", before.department, after.department),
    ...settingChanges("survey.json", before.survey, after.survey),
    ...instrumentChanges(before, after),
    ...listChanges("population.csv", populationByKey(before), populationByKey(after)),
    ...listChanges(
      "areas",
      byName(before.areas, ({ id }) => id),
      byName(after.areas, ({ id }) => id),
    ),
    ...(same(before.outside ?? [], after.outside ?? []) ? [] : [`${outsideFile}: the numbers of others change.`]),
    ...(same(before.geometry, after.geometry) ? [] : ["areas.geojson: the map changes."]),
    ...listChanges("events.json", eventsByKey(before), eventsByKey(after)),
  ];
}

function sizes({ population, areas, events, instruments, survey }: DepartmentFolder): readonly string[] {
  const questions = instruments[survey.instrument]?.items.filter(({ type }) => type !== "note" && type !== "group");
  return [
    `It asks ${questions?.length ?? 0} questions (${survey.instrument}), weights to ${population.length} population counts, and has ${areas.length} areas and ${events.length} events.`,
  ];
}

function settingChanges(file: string, before: object, after: object): readonly string[] {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => !same(old[key], now[key]))
    .map((key) => `${file}: ${key} changes from ${shown(old[key])} to ${shown(now[key])}.`);
}

function instrumentChanges(before: DepartmentFolder, after: DepartmentFolder): readonly string[] {
  const old = before.instruments[before.survey.instrument];
  const now = after.instruments[after.survey.instrument];
  if (!old || !now || same(old, now)) return [];
  const shared = old.languages.filter((language) => now.languages.includes(language));
  return [
    ...listChanges(
      "languages of the instrument",
      byName(old.languages, (tag) => tag),
      byName(now.languages, (tag) => tag),
    ),
    ...questionChanges(inLanguages(old, shared), inLanguages(now, shared)),
    ...seriesBreaks(old, now),
  ];
}

function questionChanges(before: Instrument, after: Instrument): readonly string[] {
  const old = byName(before.items, ({ id }) => id);
  const now = byName(after.items, ({ id }) => id);
  const kept = (from: Instrument, within: ReadonlyMap<string, unknown>) =>
    from.items.map(({ id }) => id).filter((id) => within.has(id));
  return [
    ...listChanges("instrument", old, now),
    ...(same(kept(before, now), kept(after, old)) ? [] : ["instrument: the order of the items changes."]),
  ];
}

/** Measures whose items are asked in another way: their series breaks, as no change can be told from a change of wording. */
function seriesBreaks(before: Instrument, after: Instrument): readonly string[] {
  return after.measures
    .filter(({ id }) => before.measures.some((one) => one.id === id))
    .filter(({ id }) => !sameMeasure(id, before, after))
    .map(({ id }) => `The series of the measure ${id} breaks: it is asked in another way.`);
}

function listChanges(
  what: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return [
    ...sentence(
      what,
      "new",
      names.filter((name) => !before.has(name)),
    ),
    ...sentence(
      what,
      "gone",
      names.filter((name) => !after.has(name)),
    ),
    ...sentence(
      what,
      "changed",
      names.filter((name) => before.has(name) && after.has(name) && !same(before.get(name), after.get(name))),
    ),
  ];
}

const mostNamed = 8;

function sentence(what: string, how: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return [`${what}: ${names.slice(0, mostNamed).join(", ")}${more} ${names.length === 1 ? "is" : "are"} ${how}.`];
}

function byName<Entry>(entries: readonly Entry[], name: (entry: Entry) => string): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [name(entry), entry]));
}

const populationByKey = ({ population }: DepartmentFolder) =>
  byName(population, ({ margin, category, area }) =>
    [margin, category, area].filter((part) => part !== null).join("/"),
  );
const eventsByKey = ({ events }: DepartmentFolder) =>
  byName(events, ({ date, label }) => `${date} ${Object.values(label)[0]}`);

function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
