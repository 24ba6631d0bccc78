import { Problem } from "../problems/problem.ts";

/**
 * A whole number of an option.
 * @throws Problem `number-faulty`
 */
export function readWhole(option: string, value: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new Problem("number-faulty", { option, value, expected: `a whole number from ${least} to ${most}` });
  return number;
}

/**
 * A decimal number of an option, above `above` and at most `most`.
 * @throws Problem `number-faulty`
 */
export function readDecimal(option: string, value: string, above: number, most: number): number {
  const number = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (!(number > above && number <= most))
    throw new Problem("number-faulty", { option, value, expected: `a number above ${above}, at most ${most}` });
  return number;
}
