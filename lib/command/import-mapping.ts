import * as z from "zod";
import { Problem } from "../problems/problem.ts";
import { missingCodes } from "../survey/instrument.ts";
import { modes, streams } from "../survey/response.ts";
import { shortReason } from "./files.ts";

const column = z.string().min(1);

/** One column, or several of which the first that is filled counts. */
const columns = z.union([column, z.array(column).min(1)]);

/** The same for every row, or read from a column; `values` translates what stands there. */
const setting = z.union([
  z.string(),
  z.strictObject({ column: columns, values: z.record(z.string(), z.string()).optional() }),
]);

const answer = z.union([
  column,
  z.strictObject({
    column: columns,
    /** What stands in the cell → the value of the option. With it, anything else in the cell is refused. */
    values: z.record(z.string(), z.string()).optional(),
    /** What stands in the cell → why there is no answer. */
    missing: z.record(z.string(), z.enum(missingCodes)).optional(),
    /** What an empty cell means; default `skip`. */
    empty: z.enum(missingCodes).optional(),
  }),
  /** One column per box that could be ticked. */
  z.strictObject({ boxes: z.record(z.string(), column), ticked: z.array(z.string()).min(1) }),
]);

const condition = z.union([
  z.strictObject({ column, in: z.array(z.string()).min(1) }),
  z.strictObject({ column, answered: z.boolean() }),
]);

const schema = z.strictObject({
  /** A wave of the department, the same for every row or read from a column. */
  wave: setting,
  stream: setting,
  mode: setting,
  language: setting.optional(),
  /** Tells rows apart, such as a serial number; never stored, only a keyed hash of it. Without it the whole row does. */
  id: column.optional(),
  /** The letter code an invited person sent along; it is spent with the row. */
  code: column.optional(),
  weight: column.optional(),
  stratum: setting.optional(),
  /** By item of the instrument; an item without an entry was not asked. */
  answers: z.record(z.string(), answer),
  /** Only rows that fulfil every condition are read. */
  where: z.array(condition).optional(),
});

/** How the columns of a table become answers. */
export type ImportMapping = z.infer<typeof schema>;
export type AnswerMapping = z.infer<typeof answer>;
export type Setting = z.infer<typeof setting>;
export type Columns = z.infer<typeof columns>;

/**
 * Reads a mapping file.
 * @throws Problem `mapping-faulty` naming every place that is not as expected
 * @example parseImportMapping('{"wave":"2026","stream":"invited","mode":"paper","answers":{"respect":"q1"}}', "m.json").wave // "2026"
 */
export function parseImportMapping(text: string, file: string): ImportMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Problem("json-faulty", { file, reason: shortReason((cause as Error).message) }, { cause });
  }
  const read = schema.safeParse(json);
  if (!read.success)
    throw new Problem("mapping-faulty", {
      file,
      faults: read.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`),
    });
  const mapping = read.data;
  checkSetting(file, "stream", mapping.stream, streams);
  checkSetting(file, "mode", mapping.mode, modes);
  return mapping;
}

/** What a setting can come out as has to be one of the words that exist. */
function checkSetting(file: string, name: string, given: Setting, known: readonly string[]): void {
  const outcomes = typeof given === "string" ? [given] : Object.values(given.values ?? {});
  const stranger = outcomes.find((outcome) => !known.includes(outcome));
  if (stranger !== undefined)
    throw new Problem("mapping-faulty", { file, faults: [`${name}: "${stranger}" is not one of ${known.join(", ")}`] });
}

/** Every column the mapping names. */
export function columnsOf(mapping: ImportMapping): readonly string[] {
  const fields = [...Object.keys(mapping.answers), ...rowFields].flatMap((field) => columnsBehind(mapping, field));
  return [...new Set([...fields, ...(mapping.where ?? []).map((one) => one.column)])];
}

const rowFields = ["wave", "stream", "mode", "language", "stratum", "identity", "code", "weight"];

/** The columns that a field of an imported row is made of: an item, or one of the row itself; none where it is the same for every row. */
export function columnsBehind(mapping: ImportMapping, field: string): readonly string[] {
  if (Object.hasOwn(mapping.answers, field)) return columnsOfAnswer(mapping.answers[field]!);
  const { wave, stream, mode, language, stratum, id, code, weight } = mapping;
  const settings: Readonly<Record<string, Setting | undefined>> = { wave, stream, mode, language, stratum };
  const single: Readonly<Record<string, string | undefined>> = { identity: id, code, weight };
  return [...columnsOfSetting(settings[field]), ...[single[field] ?? []].flat()];
}

function columnsOfAnswer(given: AnswerMapping): readonly string[] {
  if (typeof given === "string") return [given];
  return "boxes" in given ? Object.values(given.boxes) : [given.column].flat();
}

const columnsOfSetting = (given: Setting | undefined): readonly string[] =>
  given === undefined || typeof given === "string" ? [] : [given.column].flat();
