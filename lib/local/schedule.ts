import type { HostLog } from "./host-log.ts";

export interface ScheduledJob {
  readonly name: string;
  readonly everyMinutes: number;
}

export interface Schedule {
  /** One run, after the one under way if there is one. */
  run(name: string, at: number): Promise<unknown>;
  /** Begins to run every job by itself, the first time `firstAfter` milliseconds from now. */
  begin(firstAfter: number): void;
  /** No run starts any more; resolves when those under way have ended. */
  end(): Promise<void>;
}

/**
 * Runs jobs at their intervals, never two of a name at once: a run that is due while the last one goes on is left out.
 * @param runOnce what a run does; a failure is its own to report, and the next run comes as always
 */
export function schedule(
  jobs: readonly ScheduledJob[],
  runOnce: (name: string, at: number) => Promise<unknown>,
  now: () => number,
  log: HostLog,
): Schedule {
  const underWay = new Map<string, Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  let ended = false;

  const run = (name: string, at: number): Promise<unknown> => {
    const before = underWay.get(name) ?? Promise.resolve();
    const result = before.then(() => runOnce(name, at));
    const quiet = result
      .catch(() => undefined)
      .finally(() => {
        if (underWay.get(name) === quiet) underWay.delete(name);
      });
    underWay.set(name, quiet);
    return result;
  };
  const due = async (name: string): Promise<void> => {
    if (ended) return;
    if (underWay.has(name)) return log({ event: "schedule-skipped", function: name });
    const outcome = await run(name, now()).then(
      () => "schedule-done",
      () => "schedule-failed",
    );
    log({ event: outcome, function: name });
  };
  return {
    run: (name, at) =>
      ended ? Promise.reject(new Error(`The host is stopping; ${name} did not run.`)) : run(name, at),
    begin(firstAfter) {
      if (ended) return;
      for (const { name, everyMinutes } of jobs) {
        timers.add(setTimeout(() => void due(name), firstAfter));
        timers.add(setInterval(() => void due(name), everyMinutes * 60_000));
      }
    },
    async end() {
      ended = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay.values());
    },
  };
}
