/**
 * The whole numbers from `min` to `max` as the `pattern` of a field: as people type them, perhaps with a sign, zeros or spaces before.
 * A field of type `number` would read what it does not understand as empty, and so would we.
 * @example new RegExp(`^(?:${wholeNumberPattern(0, 12)})$`).test(" 07") // true
 */
export function wholeNumberPattern(min: number, max: number): string {
  const below = min <= 0 ? [`-0*${numerals(Math.max(0, -max), -min)}`] : [];
  const above = max >= 0 ? [`0*${numerals(Math.max(0, min), max)}`] : [];
  return `\\s*${either([...below, ...above])}\\s*`;
}

const either = (ways: readonly string[]): string => (ways.length === 1 ? `${ways[0]}` : `(?:${ways.join("|")})`);

/** Numbers that are not negative, by how many digits they have. */
function numerals(low: number, high: number): string {
  const ways: string[] = [];
  for (let length = `${low}`.length; length <= `${high}`.length; length++) {
    const least = length === 1 ? 0 : 10 ** (length - 1);
    const [from, to] = [Math.max(low, least), Math.min(high, 10 ** length - 1)];
    ways.push(digits(`${from}`, `${to}`));
  }
  return either(ways);
}

/** Numbers between two of the same length, digit by digit. */
function digits(low: string, high: string): string {
  const rest = low.length - 1;
  if (rest < 0) return "";
  if (/^0*$/.test(low) && /^9*$/.test(high)) return `\\d{${low.length}}`;
  const [first, last] = [Number(low[0]), Number(high[0])];
  if (first === last) return first + digits(low.slice(1), high.slice(1));
  const ways = [first + digits(low.slice(1), "9".repeat(rest)), last + digits("0".repeat(rest), high.slice(1))];
  if (last - first > 1) ways.push(`[${first + 1}-${last - 1}]${digits("0".repeat(rest), "9".repeat(rest))}`);
  return either(ways);
}
