import * as z from "zod/mini";
import type { RefusedField } from "../problems/survey.ts";
import { missingCodes } from "./instrument.ts";

const text = (most: number) => z.string().check(z.maxLength(most));

/** One answer as JSON: the value of a scale or integer, of a choice, of several choices, or why there is none. */
const answer = z.union([
  z.number(),
  z.string(),
  z.array(z.string()).check(z.maxLength(200)),
  z.strictObject({ missing: z.enum(missingCodes) }),
  z.null(),
]);

/** What `POST /api/v1/responses` takes; its JSON Schema is in the interface description. */
export const submissionSchema = z.strictObject({
  /** As in `/s/{link}`. */
  link: text(40),
  /** Id of the wave. */
  wave: text(40),
  /** Hash of the instrument that was answered. */
  instrument: text(64),
  submission: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  language: text(35),
  /** By item id. */
  answers: z.record(text(40), answer),
  /** The token in the survey page; without it an answer counts only before closing. */
  page: z.optional(text(100)),
  /** A letter code. */
  code: z.optional(text(100)),
  /** As the survey page carries it, where the survey gives receipts. */
  receipt: z.optional(text(100)),
});

/** A resident's answers on their way in, before anything in them has been believed. */
export type Submission = z.infer<typeof submissionSchema>;

/**
 * Reads a submission's frame; the answers themselves are read by `readAnswers`, which knows the instrument.
 * @example readSubmission({}).refused?.[0] // { field: "link", code: "required", reason: "expected a text" }
 */
export function readSubmission(value: unknown): { submission: Submission } | { refused: readonly RefusedField[] } {
  const read = submissionSchema.safeParse(value);
  // The answers as they came: the schema's copy leaves out what it takes for a trick, and that has to be refused by name.
  if (read.success) return { submission: { ...read.data, answers: (value as Submission).answers } };
  return { refused: read.error.issues.slice(0, 200).flatMap((issue) => fieldsOf(issue, value)) };
}

const expectations: Readonly<Record<string, string>> = {
  answers: "an object with one entry per item, by its id",
  submission: "32 lower-case hex digits",
};

function fieldsOf(issue: z.core.$ZodIssue, value: unknown): RefusedField[] {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0)
    return issue.keys.map((key) => ({
      field: key.slice(0, 40),
      code: "unknown-item",
      reason: "a submission has no such field",
    }));
  const [field = "the body", item] = issue.path.map(String);
  if (item !== undefined)
    return [
      {
        field: item.slice(0, 40),
        code: "wrong-type",
        reason: "expected a number, a text, a list of texts or { missing }",
      },
    ];
  const absent = typeof value === "object" && value !== null && !Object.hasOwn(value, field) && field !== "the body";
  if (absent) return [{ field, code: "required", reason: `expected ${expectations[field] ?? "a text"}` }];
  const code = issue.code === "too_big" ? "too-long" : "wrong-type";
  return [
    { field, code, reason: `expected ${expectations[field] ?? (field === "the body" ? "an object" : "a short text")}` },
  ];
}
