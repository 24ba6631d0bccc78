import type { Stores } from "../../lib/stores/stores.ts";
import { Killed } from "./dying-stores.ts";
import { watchedStores } from "./watched-stores.ts";

/** A run that makes its calls to the stores only as it is told to. */
export interface SteppedRun {
  /** Lets it make so many calls more; resolves when it waits before the next one, or has ended. */
  go(calls: number): Promise<void>;
  /** Lets it run to its end. Resolves to what it threw, if it did. */
  end(): Promise<unknown>;
  /** As `end`, but every further call fails, as for who dies where it waits. */
  die(): Promise<unknown>;
}

export function steppedRun(stores: Stores, work: (stores: Stores) => Promise<unknown>): SteppedRun {
  let left = 0;
  let hasEnded = false;
  let isDead = false;
  let stopped = Promise.withResolvers<void>();
  const waiting: (() => void)[] = [];
  const before = async (): Promise<void> => {
    while (left === 0) {
      stopped.resolve();
      await new Promise<void>((resume) => waiting.push(resume));
    }
    if (isDead) throw new Killed("while it waited");
    left--;
  };
  const outcome = work(watchedStores(stores, before))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
    .finally(() => {
      hasEnded = true;
      stopped.resolve();
    });
  const go = async (calls: number): Promise<void> => {
    await stopped.promise;
    if (hasEnded) return;
    stopped = Promise.withResolvers();
    left = calls;
    for (const resume of waiting.splice(0)) resume();
    await stopped.promise;
  };
  const end = async (): Promise<unknown> => {
    await go(Number.POSITIVE_INFINITY);
    return outcome;
  };
  return {
    go,
    end,
    die() {
      isDead = true;
      return end();
    },
  };
}
