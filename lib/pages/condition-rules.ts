import type { Condition, Instrument } from "../survey/instrument.ts";
import { asked, questions } from "../survey/questions.ts";

/**
 * Style rules that hide what does not apply, without a script: a question whose condition does not hold. A browser that does not
 * know `:has` shows every question, and what does not apply is dropped when the answers are read. So is what depends on a field that
 * is typed into, which no rule can read.
 * Ids and values are quoted as CSS strings; an instrument's parser allows nothing else in them.
 */
export function conditionRules(instrument: Instrument): string {
  const typed = new Set(
    questions(instrument).flatMap(({ id, type }) => (type === "integer" || type === "text" ? [id] : [])),
  );
  const rules = asked(instrument).flatMap(({ question, shownIf }) =>
    shownIf
      .filter((condition) => !mentions(condition, typed))
      .map((condition) => `form:not(.steps,${selector(condition)}) [id=${quoted(`${question.id}-question`)}]`),
  );
  for (const item of instrument.items) {
    if ((item.type === "group" || item.type === "note") && item.visibleIf && !mentions(item.visibleIf, typed))
      rules.push(`form:not(.steps,${selector(item.visibleIf)}) [id=${quoted(`${item.id}-part`)}]`);
  }
  return rules.length === 0 ? "" : `@supports selector(a:has(b)){${rules.join(",")}{display:none}}`;
}

/** Whether a condition, or a part of it, is about one of these items. */
function mentions(condition: Condition, items: ReadonlySet<string>): boolean {
  if ("all" in condition) return condition.all.some((part) => mentions(part, items));
  if ("any" in condition) return condition.any.some((part) => mentions(part, items));
  return "not" in condition ? mentions(condition.not, items) : items.has(condition.item);
}

/** Matches the form exactly when the condition holds. */
function selector(condition: Condition): string {
  if ("all" in condition) return `:is(*${condition.all.map(selector).join("")})`;
  if ("any" in condition)
    return condition.any.length === 0 ? ":not(*)" : `:is(${condition.any.map(selector).join(",")})`;
  if ("not" in condition) return `:not(${selector(condition.not)})`;
  const name = quoted(condition.item);
  if ("answered" in condition) {
    const some = `:has([name=${name}]:checked:not([value=dk],[value=ref]),[name=${name}] :checked:not([value=""]))`;
    return condition.answered ? some : `:not(${some})`;
  }
  if (condition.in.length === 0) return ":not(*)";
  const values = condition.in.map((value) => `[value=${quoted(String(value))}]`).join(",");
  return `:has([name=${name}]:is(${values}):checked,[name=${name}] :is(${values}):checked)`;
}

/** A CSS string that can hold no end of the style element either. */
function quoted(text: string): string {
  return `"${text.replace(/[^a-z0-9._-]/gi, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}
