/** The first instant of the month of `at`, UTC. */
export function monthOf(at: number): Date {
  const date = new Date(at);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}

/** The first instant of the month `months` later; negative: earlier. @example monthAfter(new Date("2026-11-01"), -3) // new Date("2026-08-01") */
export function monthAfter(month: Date, months: number): Date {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + months, 1));
}
