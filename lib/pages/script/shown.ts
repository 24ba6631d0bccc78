import { holds } from "../../survey/condition.ts";
import type { Condition, Question } from "../../survey/instrument.ts";
import { cleanText } from "../../survey/read-answer.ts";
import type { Answer } from "../../survey/response.ts";

/** A field of a form: name and value. */
export type Field = readonly [name: string, value: string];

/** What has to be known of an item to tell what is asked: in the order of the page, headings and notes among them. */
export interface SkipRule {
  readonly id: string;
  /** Absent: a heading or a note. */
  readonly type?: Question["type"];
  readonly offers?: readonly string[];
  /** All must hold. */
  readonly shownIf?: readonly Condition[];
  /** Bounds of a whole number; of a text the most characters. */
  readonly min?: number;
  readonly max?: number;
}

/** `shownItems`. */
export type ShownItems = (rules: readonly SkipRule[], fields: readonly Field[]) => ReadonlySet<string>;

/**
 * Ids of the items that apply, given what a form holds: what the server would not read as `na`.
 * @example shownItems([{ id: "a", type: "choice" }, { id: "b", type: "text", shownIf: [{ item: "a", in: ["x"] }] }], [["a", "x"]]).has("b") // true
 */
export function shownItems(rules: readonly SkipRule[], fields: readonly Field[]): ReadonlySet<string> {
  const answers: Record<string, Answer> = {};
  const shown = new Set<string>();
  for (const rule of rules) {
    const { id, shownIf } = rule;
    if (shownIf && !shownIf.every((condition) => holds(condition, answers))) continue;
    shown.add(id);
    const answer = rule.type && answerOf(rule, fields);
    if (answer !== undefined) answers[id] = answer;
  }
  return shown;
}

/** As the server reads it; undefined for no answer, and for one that it would refuse. */
function answerOf({ id, type, offers = [], min = 0, max = 0 }: SkipRule, fields: readonly Field[]): Answer | undefined {
  const values = fields.flatMap(([name, value]) =>
    name === id && value.trim() !== "" && !offers.includes(value) ? [value.trim()] : [],
  );
  if (type === "choices") return values.length > 0 ? values : undefined;
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  if (type === "text") return cleanText(value).length <= max && cleanText(value) !== "" ? cleanText(value) : undefined;
  if (type !== "integer") return type === "scale" ? Number(value) : value;
  return /^-?\d{1,15}$/.test(value) && +value >= min && +value <= max ? +value : undefined;
}
