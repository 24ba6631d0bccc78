import { parse } from "node:querystring";
import { type Schema, Validator } from "@cfworker/json-schema";
import { describeInterface } from "../../../functions/openapi/describe-interface.ts";
import type { Area } from "../../../lib/survey/department.ts";
import type { Instrument, Question } from "../../../lib/survey/instrument.ts";
import type { Response } from "../../../lib/survey/response.ts";

/** What a body has to name to be stored. */
export interface Named {
  readonly link: string;
  readonly wave: string;
  /** Hash of the instrument. */
  readonly version: string;
  readonly instrument: Instrument;
  readonly areas: readonly Area[];
}

/** What may be stored, worked out from the published description and the instrument's data, by no code that decides it. */
export interface SubmissionOracle {
  /** Undefined where it cannot say: whether a long text fits depends on how it is cleaned. */
  allowsJson(text: string): boolean | undefined;
  allowsForm(text: string): boolean | undefined;
  /** Whether a stored response has an answer that the instrument has for each of its questions. */
  allowsStored(response: Response): boolean;
}

const wellFormed = "^[^\\ud800-\\udfff]*$";

/** What may stand for an item in JSON, as JSON Schema. */
function answerSchema(item: Question, { instrument, areas }: Named): Schema {
  const codes = [...(item.offers ?? []), "skip"];
  const none: Schema[] = [
    { type: "null" },
    ...(item.type === "text" ? [] : [{ enum: codes }]),
    { type: "object", properties: { missing: { enum: codes } }, required: ["missing"] },
  ];
  switch (item.type) {
    case "scale":
      return { anyOf: [...none, { enum: instrument.scales[item.scale]!.options.map(({ value }) => value) }] };
    case "choice":
      return { anyOf: [...none, { enum: item.options.map(({ value }) => value) }] };
    case "area":
      return { anyOf: [...none, { enum: areas.map(({ id }) => id) }] };
    case "choices": {
      const one = { enum: item.options.map(({ value }) => value) };
      return { anyOf: [...none, one, { type: "array", items: one }] };
    }
    case "integer":
      return { anyOf: [...none, { type: "integer", minimum: item.min, maximum: item.max }] };
    case "text":
      return { anyOf: [...none, { type: "string", pattern: wellFormed }] };
  }
}

/** A link as somebody may type it: in capitals, with spaces and dashes. */
const typedLink = (link: string): string =>
  `^${[...link].map((letter) => `[\\s\\p{Pd}]*[${letter}${letter.toUpperCase()}]`).join("")}[\\s\\p{Pd}]*$`;

const questionsOf = ({ instrument }: Named): readonly Question[] =>
  instrument.items.flatMap((item) => (item.type === "note" || item.type === "group" ? [] : [item]));

export function submissionOracle(named: Named): SubmissionOracle {
  const questions = questionsOf(named);
  const texts = questions.flatMap((item) => (item.type === "text" ? [item] : []));
  const frame: Schema = {
    properties: {
      link: { pattern: typedLink(named.link) },
      wave: { const: named.wave },
      instrument: { const: named.version },
      language: { enum: [...named.instrument.languages] },
      code: { pattern: "^\\s*$" },
      answers: {
        properties: Object.fromEntries(questions.map((item) => [item.id, answerSchema(item, named)])),
        additionalProperties: false,
      },
    },
  };
  const { components } = describeInterface() as { components: { schemas: { Submission: Schema } } };
  const published = new Validator(components.schemas.Submission, "2020-12");
  const asked = new Validator(frame, "2020-12");
  return {
    allowsJson(text) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return false;
      }
      if (!isValid(published, value) || !isValid(asked, value)) return false;
      const { answers } = value as { answers: Record<string, unknown> };
      return texts.some(({ id, maxLength }) => String(answers[id] ?? "").length > maxLength) ? undefined : true;
    },
    allowsForm(text) {
      const fields = Object.entries(parse(text, undefined, undefined, { maxKeys: 0 }));
      const given = new Map(fields.filter(([name]) => !name.startsWith("_")));
      if (![...given.keys()].every((name) => questions.some(({ id }) => id === name))) return false;
      const verdicts = questions.map((item) => formVerdict(item, named, given.get(item.id)));
      return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
    },
    allowsStored: (response) => {
      const stored = JSON.parse(response.answers) as unknown[];
      return (
        /^[0-9a-f]{32}$/.test(response.submission) &&
        named.instrument.languages.includes(response.language) &&
        response.instrument === named.version &&
        stored.length === questions.length &&
        stored.every((value, at) => isStorable(questions[at]!, named, value))
      );
    },
  };
}

/** The validator fails on a name with half a surrogate pair, which nothing here is called. */
function isValid(validator: Validator, value: unknown): boolean {
  try {
    return validator.validate(value).valid;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Whether what a form says to an item can be an answer. A button such as "don't know" beside an answer is passed over. */
function formVerdict(item: Question, { instrument, areas }: Named, given: string | string[] = []): boolean | undefined {
  const said = [given].flat().map((text) => text.trim());
  const values = said.filter((text) => text !== "" && !(item.offers ?? []).some((code) => code === text));
  if (item.type === "choices") return values.every((value) => item.options.some((option) => option.value === value));
  if (values.length > 1) return false;
  const [value] = values;
  if (value === undefined) return true;
  switch (item.type) {
    case "scale":
      return isPlain(value) && instrument.scales[item.scale]!.options.some((option) => option.value === Number(value));
    case "choice":
      return item.options.some((option) => option.value === value);
    case "area":
      return areas.some(({ id }) => id === value);
    case "integer":
      return isPlain(value) && Number(value) >= item.min && Number(value) <= item.max;
    case "text":
      return value.length > item.maxLength ? undefined : true;
  }
}

const isPlain = (text: string): boolean => /^-?[0-9]{1,15}$/.test(text);

function isStorable(item: Question, { instrument, areas }: Named, value: unknown): boolean {
  if (value === "skip" || (item.offers ?? []).some((code) => code === value)) return true;
  switch (item.type) {
    case "scale":
      return instrument.scales[item.scale]!.options.some((option) => option.value === value);
    case "choice":
      return item.options.some((option) => option.value === value);
    case "area":
      return areas.some(({ id }) => id === value);
    case "choices":
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        new Set(value).size === value.length &&
        value.every((one) => item.options.some((option) => option.value === one))
      );
    case "integer":
      return Number.isInteger(value) && !Object.is(value, -0) && Number(value) >= item.min && Number(value) <= item.max;
    case "text":
      return isCleanText(value, item.maxLength);
  }
}

/** As a text is kept: in a list of one. */
function isCleanText(value: unknown, most: number): boolean {
  const [text, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    typeof text === "string" &&
    more.length === 0 &&
    text.length <= most &&
    text.isWellFormed() &&
    text === text.normalize("NFC") &&
    !/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u.test(text)
  );
}
