/**
 * Σ term(i) with Neumaier's compensation: margins are met to 1e-12, and a plain sum over a million weights is not that exact.
 * @example preciseSum(4, (i) => [1, 1e100, 1, -1e100][i]!) // 2
 */
export function preciseSum(length: number, term: (at: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < length; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
