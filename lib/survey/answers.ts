import { Problem } from "../problems/problem.ts";
import type { RefusedField } from "../problems/survey.ts";
import { holds } from "./condition.ts";
import type { Area } from "./department.ts";
import type { Instrument } from "./instrument.ts";
import { type Asked, asked } from "./questions.ts";
import { type AnswerSource, type Given, readAnswer } from "./read-answer.ts";
import type { Answer, Answers } from "./response.ts";

/** More fields than any instrument has questions: nobody's honest answer. */
const mostFields = 200;

export interface ReadAnswers {
  /** Whatever fits, one entry per question; what was refused counts as blank. Empty when the input is no set of fields. */
  readonly answers: Answers;
  readonly refused: readonly RefusedField[];
}

/**
 * Answers as they will be stored: one entry per question; routed past is `na`, blank is `skip`.
 * @param areas the department's areas, for an item of type `area`; it is `notasked` where there are none
 * @throws Problem `answers-refused` with every field that cannot be stored
 * @example parseAnswers(instrument, areas, { respect: 4, listen: "dk" }, "json").listen // { missing: "dk" }
 */
export function parseAnswers(
  instrument: Instrument,
  areas: readonly Area[],
  input: unknown,
  from: AnswerSource,
): Answers {
  const { answers, refused } = readAnswers(instrument, areas, input, from);
  if (refused.length > 0) throw new Problem("answers-refused", { fields: refused });
  return answers;
}

/** As `parseAnswers`, but keeps what fits beside what does not: for pages shown again, in another language or for another wave. */
export function readAnswers(
  instrument: Instrument,
  areas: readonly Area[],
  input: unknown,
  from: AnswerSource,
): ReadAnswers {
  const given = fieldsOf(input, from);
  if (!given) return nothingFits("wrong-type", "expected one entry per item, by its id");
  if (given.size > mostFields) return nothingFits("too-many", `${given.size} fields; at most ${mostFields} are read`);

  const questions = asked(instrument);
  const refused: RefusedField[] = [];
  const items = new Set(questions.map(({ question }) => question.id));
  for (const field of given.keys()) {
    if (items.has(field)) continue;
    refused.push({
      field: field.slice(0, 40).toWellFormed(),
      code: "unknown-item",
      reason: "this survey has no such question",
    });
  }
  const answers: Record<string, Answer> = Object.create(null);
  for (const question of questions) {
    const { id } = question.question;
    const answer = readQuestion(question, areas, given, answers, from);
    if (isRefusal(answer)) refused.push({ field: id, ...answer.refusal });
    answers[id] = isRefusal(answer) ? { missing: "skip" } : answer;
  }
  return { answers: { ...answers }, refused };
}

interface Refusal {
  readonly refusal: Omit<RefusedField, "field">;
}
const isRefusal = (answer: Answer | Refusal): answer is Refusal => typeof answer === "object" && "refusal" in answer;

function readQuestion(
  question: Asked,
  areas: readonly Area[],
  given: ReadonlyMap<string, Given>,
  before: Answers,
  from: AnswerSource,
): Answer | Refusal {
  const { id, type, required } = question.question;
  if (type === "area" && areas.length === 0) return { missing: "notasked" };
  if (!question.shownIf.every((condition) => holds(condition, before))) return { missing: "na" };
  if (from === "import" && !given.has(id)) return { missing: "notasked" };
  const answer = readAnswer(question, areas, given.get(id), from);
  const blank = typeof answer === "object" && "missing" in answer && answer.missing === "skip";
  if (blank && required && from !== "import")
    return { refusal: { code: "required", reason: "an answer is needed, or “prefer not to answer”" } };
  return answer;
}

/** Fields by name, whatever they are called; undefined for anything that is no set of fields. */
function fieldsOf(input: unknown, from: AnswerSource): ReadonlyMap<string, Given> | undefined {
  const fields = new Map<string, Given>();
  if (from === "form") {
    if (!(input instanceof URLSearchParams)) return undefined;
    for (const [name, value] of input) {
      if (name.startsWith("_")) continue;
      const earlier = fields.get(name) as string[] | undefined;
      if (earlier) earlier.push(value);
      else fields.set(name, [value]);
    }
    return fields;
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  for (const [name, value] of Object.entries(input)) fields.set(name, value);
  return fields;
}

function nothingFits(code: RefusedField["code"], reason: string): ReadAnswers {
  return { answers: {}, refused: [{ field: "answers", code, reason }] };
}
