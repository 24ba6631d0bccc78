const ZERO = 48;
const exactPowers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads the bytes from `start` to before `end` as a plain decimal or scientific number (`4`, `-0.25`, `2.5e-1`); NaN if they are
 * anything else: spaces, hexadecimal, `Infinity`, beyond the largest double.
 * Up to 15 digits are read in place, as one whole number and a power of ten, both exact; only longer ones become a string.
 * @example plainNumber(new TextEncoder().encode("2.5e-1"), 0, 6) // 0.25
 */
export function plainNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at++;
  let whole = 0;
  let digits = 0;
  let decimals = 0;
  let point = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
      if (point) decimals++;
    } else if (bytes[at] === 46 && !point) point = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < end) {
    const exponent = exponentOf(bytes, at, end);
    if (Number.isNaN(exponent)) return Number.NaN;
    decimals -= exponent;
  }
  if (digits > 15 || Math.abs(decimals) > 22) return slowNumber(bytes, start, end);
  const value = decimals > 0 ? whole / exactPowers[decimals]! : whole * exactPowers[-decimals]!;
  return negative ? -value : value;
}

/** The whole number after an `e`; NaN if it is none. */
function exponentOf(bytes: Uint8Array, e: number, end: number): number {
  if (bytes[e] !== 101 && bytes[e] !== 69) return Number.NaN;
  let at = e + 1;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at++;
  if (at === end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    exponent = Math.min(exponent * 10 + digit, 1e6);
  }
  return negative ? -exponent : exponent;
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  const value = Number(new TextDecoder().decode(bytes.subarray(start, end)));
  return Number.isFinite(value) ? value : Number.NaN;
}
