import type { EstimateKey } from "../estimation/wave-estimates.ts";

/** The key of a row within its wave and stream. */
export function rowKey(key: EstimateKey): string {
  return `${key.area}\n${key.group}\n${key.category}\n${key.measure}\n${key.statistic}\n${key.option}`;
}
