import { Problem } from "../problems/problem.ts";
import { missingCodes } from "../survey/instrument.ts";
import { modes, streams } from "../survey/response.ts";
import type { Tally } from "./tally.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The inverse of `formatTally`.
 * @throws Problem `tally-unreadable` naming the first place that is not what a tally has there
 */
export function parseTally(bytes: Uint8Array): Tally {
  const tally = fields(parsed(bytes), "the file");
  if (tally.format !== 1) refuse("format", "1; a newer program made it");
  for (const name of ["department", "survey", "wave"] as const) text(tally[name], name);
  oneOf(tally.stream, streams, "stream");
  const profile = list(tally.profile, "profile");
  for (const demographic of profile) text(demographic, "profile");
  for (const [id, measure] of entries(tally.measures, "measures")) {
    const { scale, items } = fields(measure, `measures.${id}`);
    if (typeof scale !== "number" || !(scale > 0)) refuse(`measures.${id}.scale`, "a number above 0");
    for (const item of list(items, `measures.${id}.items`)) text(item, `measures.${id}.items`);
  }
  const sizes = new Map<string, number>();
  for (const [id, items] of entries(tally.indexes, "indexes")) sizes.set(id, list(items, `indexes.${id}`).length);
  for (const [i, cell] of list(tally.cells, "cells").entries()) checkCell(cell, `cells[${i}]`, profile.length, sizes);
  checkCounts(tally.languages, "languages");
  checkCounts(tally.places, "places");
  return tally as unknown as Tally;
}

function checkCell(value: unknown, at: string, profile: number, sizes: ReadonlyMap<string, number>): void {
  const cell = fields(value, at);
  const categories = list(cell.profile, `${at}.profile`);
  if (categories.length !== profile) refuse(`${at}.profile`, `a list of ${profile} categories`);
  for (const category of categories) text(category, `${at}.profile`);
  text(cell.designClass, `${at}.designClass`);
  oneOf(cell.mode, modes, `${at}.mode`);
  if (typeof cell.flagged !== "boolean") refuse(`${at}.flagged`, "true or false");
  text(cell.instrument, `${at}.instrument`);
  count(cell.n, `${at}.n`);
  for (const [id, sums] of entries(cell.measures, `${at}.measures`)) {
    const { n, sum, sumOfSquares } = fields(sums, `${at}.measures.${id}`);
    for (const part of [n, sum, sumOfSquares]) count(part, `${at}.measures.${id}`);
  }
  for (const [id, item] of entries(cell.items, `${at}.items`)) {
    const { options, missing } = fields(item, `${at}.items.${id}`);
    checkCounts(options, `${at}.items.${id}.options`);
    checkCounts(missing, `${at}.items.${id}.missing`);
    for (const code of Object.keys(missing as Fields)) oneOf(code, missingCodes, `${at}.items.${id}.missing`);
  }
  for (const [id, index] of entries(cell.indexes, `${at}.indexes`)) {
    const { n, sums, cross } = fields(index, `${at}.indexes.${id}`);
    const k = sizes.get(id) ?? 0;
    count(n, `${at}.indexes.${id}.n`);
    checkIntegers(sums, k, `${at}.indexes.${id}.sums`);
    checkIntegers(cross, (k * (k + 1)) / 2, `${at}.indexes.${id}.cross`);
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("the file", "JSON in UTF-8");
  }
}

function fields(value: unknown, where: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(where, "an object");
  return value as Fields;
}
const entries = (value: unknown, where: string): [string, unknown][] => Object.entries(fields(value, where));

function list(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(where, "a list");
}
function text(value: unknown, where: string): string {
  return typeof value === "string" ? value : refuse(where, "a text");
}
function oneOf(value: unknown, allowed: readonly string[], where: string): void {
  if (!allowed.includes(value as string)) refuse(where, `one of ${allowed.join(", ")}`);
}
function count(value: unknown, where: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) refuse(where, "a whole number, 0 or more");
}
function checkCounts(value: unknown, where: string): void {
  for (const [name, n] of entries(value, where)) count(n, `${where}.${name}`);
}
function checkIntegers(value: unknown, length: number, where: string): void {
  const numbers = list(value, where);
  if (numbers.length !== length || !numbers.every(Number.isSafeInteger)) refuse(where, `${length} whole numbers`);
}

function refuse(where: string, expected: string): never {
  throw new Problem("tally-unreadable", { where, expected });
}
