/** Counts requests under way, over all listeners. */
export interface InFlight {
  readonly count: number;
  started(): void;
  ended(): void;
  /** Resolves when there are none. */
  none(): Promise<void>;
}

/** @example const requests = inFlight(); requests.started(); requests.ended(); await requests.none() */
export function inFlight(): InFlight {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    started() {
      count++;
    },
    ended() {
      count--;
      if (count > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    none: () =>
      new Promise((resolve) => {
        if (count === 0) resolve();
        else waiting.push(resolve);
      }),
  };
}
