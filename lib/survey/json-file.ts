import { type AnyNode, type DocumentNode, evaluate, parse, tokenize, type ValueNode } from "@humanwhocodes/momoa";
import type * as z from "zod";
import type { Mistake } from "../problems/mistake.ts";

export type Path = readonly PropertyKey[];

/** A JSON file that knows the line of each of its values. */
export interface JsonFile {
  readonly file: string;
  /** Undefined when the file is no JSON. */
  readonly value: unknown;
  /** Mistakes of the syntax, and keys written twice. */
  readonly mistakes: readonly Mistake[];
  /** A mistake at a value; where there is none, at the closest value around it. */
  mistake(path: Path, expected: string): Mistake;
}

const deepest = 24;

/** Reads a JSON file; a byte-order mark is fine, comments and trailing commas are not. */
export function readJsonFile(text: string, file: string): JsonFile {
  const plain = text.replace(/^\ufeff/, "");
  const document = parsed(plain, file);
  if (!("body" in document))
    return { file, value: undefined, mistakes: [document], mistake: (_, expected) => ({ ...document, expected }) };
  const value: unknown = evaluate(document);
  const mistake = (path: Path, expected: string): Mistake => ({
    file,
    line: nodeAt(document.body, path).loc.start.line,
    field: fieldName(path),
    value: shown(valueAt(value, path)),
    expected,
  });
  return { file, value, mistakes: [...repeatedKeys(document.body, [], file)], mistake };
}

/** Checks a file against its schema. @returns the value, or undefined with every mistake */
export function checkJsonFile<Value>(
  json: JsonFile,
  schema: z.ZodType<Value>,
): { readonly value: Value | undefined; readonly mistakes: readonly Mistake[] } {
  if (json.value === undefined) return { value: undefined, mistakes: json.mistakes };
  const { data, error } = schema.safeParse(json.value, { error: expectation });
  const mistakes = [...json.mistakes, ...(error?.issues ?? []).flatMap((issue) => mistakesOf(issue, json))];
  return { value: mistakes.length === 0 ? data : undefined, mistakes };
}

function mistakesOf(issue: z.core.$ZodIssue, json: JsonFile): readonly Mistake[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => json.mistake([...issue.path, key], "no such key: the format does not know it"));
  if (issue.code === "invalid_key") {
    const key = String(issue.path.at(-1));
    return [{ ...json.mistake(issue.path, issue.issues[0]?.message ?? issue.message), value: shown(key) }];
  }
  return [json.mistake(issue.path, issue.message)];
}

const nouns: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** What a schema expected, as the end of a sentence; texts given in the schema itself come first. */
function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      const noun = nouns[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `${noun} here; it is missing` : noun;
    }
    case "too_small":
      return `at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return "a text or a number";
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  if (origin === "array") return " entries";
  return origin === "string" ? " characters" : "";
}

function parsed(text: string, file: string): DocumentNode | Mistake {
  try {
    let depth = 0;
    for (const { type } of tokenize(text, { mode: "json" })) {
      if (type === "LBrace" || type === "LBracket") depth++;
      if (type === "RBrace" || type === "RBracket") depth--;
      if (depth > deepest)
        return { file, line: null, field: "", value: null, expected: `at most ${deepest} levels of nesting` };
    }
    return parse(text, { mode: "json" });
  } catch (error) {
    const { line, message } = error as Error & { line?: number };
    return { file, line: line ?? null, field: "", value: null, expected: `JSON (${message})` };
  }
}

function nodeAt(body: ValueNode, path: Path): AnyNode {
  let node: ValueNode = body;
  let found: AnyNode = body;
  for (const step of path) {
    if (node.type === "Object") {
      const member = node.members.findLast(({ name }) => nameOf(name) === String(step));
      if (!member) return found;
      [node, found] = [member.value, member];
    } else if (node.type === "Array") {
      const element = node.elements[Number(step)];
      if (!element) return found;
      [node, found] = [element.value, element];
    } else return found;
  }
  return found;
}

function* repeatedKeys(node: ValueNode, path: Path, file: string): Generator<Mistake> {
  if (node.type === "Array")
    for (const [at, element] of node.elements.entries()) yield* repeatedKeys(element.value, [...path, at], file);
  if (node.type !== "Object") return;
  const names = new Set<string>();
  for (const { name, value } of node.members) {
    const key = nameOf(name);
    const field = fieldName([...path, key]);
    if (names.has(key))
      yield { file, line: name.loc.start.line, field, value: shown(key), expected: "each key once in an object" };
    names.add(key);
    yield* repeatedKeys(value, [...path, key], file);
  }
}

function nameOf(name: { readonly type: string; readonly value?: string; readonly name?: string }): string {
  return name.value ?? name.name ?? "";
}

function valueAt(value: unknown, path: Path): unknown {
  let inner: unknown = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, step)) return undefined;
    inner = (inner as Record<PropertyKey, unknown>)[step];
  }
  return inner;
}

/** @example fieldName(["items", 3, "scale"]) // "items[3].scale" */
export function fieldName(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
