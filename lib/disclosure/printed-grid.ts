/**
 * The grid on which numbers are printed (contract, section 4). Rounding is for reading; protection never relies on it.
 * `places` is 0 for whole points and 1 for tenths. A billionth of a step is forgiven, so that 57 stays 57 and not 56.
 */
export type Places = 0 | 1;

const slack = 1e-9;
const scale = (places: Places): number => (places === 0 ? 1 : 10);

/** Nearest step, ties away from 0. @example nearest(-2.25, 1) // -2.3 */
export function nearest(number: number, places: Places): number {
  const steps = Math.round(Math.abs(number) * scale(places) + slack);
  return steps === 0 ? 0 : (Math.sign(number) * steps) / scale(places);
}

/** Next step at or below. @example down(57.94, 1) // 57.9 */
export function down(number: number, places: Places): number {
  return Math.floor(number * scale(places) + slack) / scale(places) + 0;
}

/** Next step at or above. @example up(57.91, 1) // 58 */
export function up(number: number, places: Places): number {
  return Math.ceil(number * scale(places) - slack) / scale(places) + 0;
}

/** n to the nearest 5. @example printedN(212) // 210 */
export function printedN(n: number): number {
  return 5 * Math.round(n / 5);
}

/** Printed n / printed deff, down to a multiple of 5; the printed n where there is no deff. @example printedEffective(210, 1.2) // 175 */
export function printedEffective(n: number, deff: number | null): number {
  return deff === null || deff === 0 ? n : 5 * Math.floor(n / deff / 5 + slack);
}

/** Difference of two printed numbers, without the dust of binary fractions. @example difference(61.3, 58) // 3.3 */
export function difference(a: number, b: number): number {
  return nearest(a - b, 1);
}
