/** One line of the table: a job of ours beside the same job of a peer, measured turn about in one run. */
export interface BenchmarkRow {
  readonly job: string;
  /** Figures with their units. */
  readonly ours: string;
  readonly peer: string;
  /** Ours in relation to the peer, as `1.6×` or `1/70`; what moves least between machines. */
  readonly ratio: string;
  /** The budget, where there is one; with whether it was kept. */
  readonly budget?: { readonly text: string; readonly isKept: boolean };
  /** What was found equal or durable; a row whose check fails is never made. */
  readonly checked: string;
}

/** What every module here exports as `benchmark`. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** @throws Error when a check fails: there is no time of a wrong answer */
  rows(): AsyncIterable<BenchmarkRow>;
}

/** Middle value; of an even count the upper one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
