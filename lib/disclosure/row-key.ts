import type { EstimateKey } from "../estimation/wave-estimates.ts";

/** Asked of every row many times, so each is put together once. */
const known = new WeakMap<EstimateKey, string>();

/** The key of a row within its wave and stream. */
export function rowKey(key: EstimateKey): string {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = `${key.area}\n${key.group}\n${key.category}\n${key.measure}\n${key.statistic}\n${key.option}`;
  known.set(key, made);
  return made;
}
