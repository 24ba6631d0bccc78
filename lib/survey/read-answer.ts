import type { RefusedField } from "../problems/survey.ts";
import { fitsInteger } from "./canonical-answers.ts";
import type { Area } from "./department.ts";
import { type MissingCode, missingCodes } from "./instrument.ts";
import type { Asked } from "./questions.ts";
import type { Answer } from "./response.ts";

/**
 * How answers arrive. `form`: `URLSearchParams`, one field per item id (`choices` repeat it), the value `dk` or `ref` for the
 * buttons of that name; fields that begin with `_` belong to the page and are passed over. `json`: an object by item id;
 * numbers, texts, lists of texts, `null` for blank, `"dk"`, `"ref"` or `{ "missing": "dk" }`. `import`: texts by item id, as in
 * the cells of a table; several choices separated by `;`, any missing code, and an item without a cell was not asked.
 */
export type AnswerSource = "form" | "json" | "import";

/** What came for one item: a form's values, a JSON value, or the text of a cell. */
export type Given = unknown;

export type AnswerRead = Answer | { readonly refusal: Omit<RefusedField, "field"> };

/** Reads the answer to one shown question; blank is `skip`. */
export function readAnswer(asked: Asked, areas: readonly Area[], given: Given, from: AnswerSource): AnswerRead {
  const { values, missing } = from === "json" ? fromJson(asked, given) : fromTexts(asked, given, from);
  if (values.length === 0) return { missing: missing ?? "skip" };
  if (asked.question.type === "choices") return readChoices(asked, values);
  if (values.length > 1) return refuse("too-many", `${values.length} answers to a question that takes one`);
  return readValue(asked, areas, values[0], from);
}

interface Sorted {
  /** Substantive values, still unchecked. */
  readonly values: readonly unknown[];
  readonly missing?: MissingCode | undefined;
}

function fromJson({ question: { type, offers = [] } }: Asked, given: unknown): Sorted {
  if (given === undefined || given === null) return { values: [] };
  const said = typeof given === "object" && "missing" in given;
  const code = (said ? given.missing : given) as MissingCode;
  // A text may happen to be "dk": there the code has to be said as an object.
  if (said || type !== "text") {
    if (code === "skip" || offers.includes(code as "dk" | "ref")) return { values: [], missing: code };
  }
  return { values: type === "choices" && Array.isArray(given) ? given : [given] };
}

/** In a form, an answer beside a pressed “don't know” stands: it says more. */
function fromTexts({ question: { type, offers = [] } }: Asked, given: unknown, from: AnswerSource): Sorted {
  const listed: unknown[] = Array.isArray(given) ? given : [given];
  const apart =
    from === "import" && type === "choices"
      ? listed.flatMap((text) => (typeof text === "string" ? text.split(";") : [text]))
      : listed;
  const texts = apart.filter((text) => text !== undefined && (typeof text !== "string" || text.trim() !== ""));
  const isCode = (text: unknown): text is MissingCode =>
    from === "import" ? missingCodes.includes(text as MissingCode) : offers.includes(text as "dk" | "ref");
  return {
    values: texts.filter((text) => !isCode(text)).map((text) => (typeof text === "string" ? text.trim() : text)),
    missing: texts.find(isCode),
  };
}

function readChoices({ values: options }: Asked, values: readonly unknown[]): AnswerRead {
  if (values.length > 200) return refuse("too-many", "more answers than there are options");
  const stranger = values.find((value) => !options.has(value as string));
  if (stranger !== undefined) return refuse("not-an-option", `${quoted(stranger)} is not one of the options`);
  const ticked = new Set(values);
  return [...options].filter((option): option is string => ticked.has(option));
}

function readValue(
  { question, values }: Asked,
  areas: readonly Area[],
  value: unknown,
  from: AnswerSource,
): AnswerRead {
  switch (question.type) {
    case "scale": {
      const number = toInteger(value, from);
      return number !== undefined && values.has(number)
        ? number
        : refuse("not-an-option", `${quoted(value)} is not on the scale`);
    }
    case "choice":
      return typeof value === "string" && values.has(value)
        ? value
        : refuse("not-an-option", `${quoted(value)} is not one of the options`);
    case "area":
      return typeof value === "string" && areas.some((area) => area.id === value)
        ? value
        : refuse("not-an-option", `${quoted(value)} is not one of the areas`);
    case "integer": {
      const number = toInteger(value, from);
      if (number === undefined) return refuse("not-a-number", `${quoted(value)} is not a whole number`);
      return fitsInteger(question, number)
        ? number
        : refuse("out-of-range", `${number} is not between ${question.min} and ${question.max}`);
    }
    case "text": {
      if (typeof value !== "string" || !value.isWellFormed()) return refuse("wrong-type", "expected a text");
      const text = cleanText(value);
      if (text.length > question.maxLength)
        return refuse("too-long", `${text.length} characters; at most ${question.maxLength} are stored`);
      return text === "" ? { missing: "skip" } : text;
    }
    default:
      return refuse("unknown-item", "this question takes no single answer");
  }
}

function toInteger(value: unknown, from: AnswerSource): number | undefined {
  if (from === "json") return Number.isSafeInteger(value) ? (value as number) + 0 : undefined;
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) + 0 : undefined;
}

/**
 * A text as it is stored: NFC, lines ended by \n, without control characters and without the marks that turn the direction of
 * what follows (they would reach into the page or table around it), trimmed.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, " ")
    .replace(/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/gu, "")
    .normalize("NFC")
    .trim();
}

function refuse(code: RefusedField["code"], reason: string): AnswerRead {
  return { refusal: { code, reason } };
}

/** The value for a message, short. Options and numbers only: a text answer is never quoted. */
function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `“${short.toWellFormed()}”`;
}
