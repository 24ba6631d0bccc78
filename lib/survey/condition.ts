import type { Condition } from "./instrument.ts";
import type { Answer, Answers } from "./response.ts";

/** @example isMissing({ missing: "dk" }) // true */
export function isMissing(answer: Answer | undefined): answer is Extract<Answer, { missing: unknown }> {
  return typeof answer === "object" && "missing" in answer;
}

/**
 * Whether a condition holds for the answers so far. Total: an item without a substantive answer is in no list.
 * For several choices, one of them in the list is enough.
 * @example holds({ item: "contact", in: ["yes"] }, { contact: "yes" }) // true
 */
export function holds(condition: Condition, answers: Answers): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, answers));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  const answer = Object.hasOwn(answers, condition.item) ? answers[condition.item] : undefined;
  const substantive = answer !== undefined && !isMissing(answer);
  if ("answered" in condition) return substantive === condition.answered;
  if (!substantive) return false;
  return typeof answer === "object"
    ? answer.some((choice) => condition.in.includes(choice))
    : condition.in.includes(answer);
}
