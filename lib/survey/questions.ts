import type { Condition, Instrument, Question } from "./instrument.ts";

/** A question with what has to be known to read an answer to it. */
export interface Asked {
  readonly question: Question;
  /** All must hold for it to be shown: its own condition and its group's. */
  readonly shownIf: readonly Condition[];
  /** Values of the options of a scale, choice or choices, in their order; empty for the other types. */
  readonly values: ReadonlySet<string | number>;
}

// An instrument never changes, so what follows from it is worked out once per object: a submission costs microseconds.
const known = new WeakMap<Instrument, readonly Asked[]>();

/** The questions in the order of the page, which is also the order of the canonical answers. */
export function questions(instrument: Instrument): readonly Question[] {
  return asked(instrument).map(({ question }) => question);
}

/** The questions of an instrument, each with its conditions and option values. */
export function asked(instrument: Instrument): readonly Asked[] {
  const before = known.get(instrument);
  if (before) return before;
  const groupConditions = new Map<string, Condition>();
  for (const item of instrument.items) {
    if (item.type !== "group" || !item.visibleIf) continue;
    for (const id of item.items) groupConditions.set(id, item.visibleIf);
  }
  const all: Asked[] = [];
  for (const item of instrument.items) {
    if (item.type === "note" || item.type === "group") continue;
    const shownIf = [groupConditions.get(item.id), item.visibleIf].filter((condition) => condition !== undefined);
    all.push({ question: item, shownIf, values: new Set(optionValues(instrument, item)) });
  }
  known.set(instrument, all);
  return all;
}

function optionValues(instrument: Instrument, question: Question): readonly (string | number)[] {
  switch (question.type) {
    case "scale":
      return instrument.scales[question.scale]!.options.map((option) => option.value);
    case "choice":
    case "choices":
      return question.options.map((option) => option.value);
    default:
      return [];
  }
}
