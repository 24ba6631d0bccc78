import type { Instrument, Question } from "../survey/instrument.ts";
import { asked } from "../survey/questions.ts";
import type { SkipRule } from "./script/shown.ts";

/** What the script has to know of an instrument to tell what is asked; nothing where everybody is asked everything. */
export function skipRules(instrument: Instrument): readonly SkipRule[] {
  const questions = asked(instrument);
  const rules = instrument.items.map((item): SkipRule => {
    const question = questions.find(({ question }) => question === item);
    if (question)
      return { ...readingOf(question.question), ...(question.shownIf.length > 0 && { shownIf: question.shownIf }) };
    return { id: item.id, ...(item.visibleIf && { shownIf: [item.visibleIf] }) };
  });
  return rules.some(({ shownIf }) => shownIf) ? rules : [];
}

function readingOf(question: Question): SkipRule {
  const { id, type, offers } = question;
  const head = { id, type, ...(offers && { offers }) };
  if (type === "integer") return { ...head, min: question.min, max: question.max };
  return type === "text" ? { ...head, max: question.maxLength } : head;
}
