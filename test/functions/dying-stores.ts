import type { Stores } from "../../lib/stores/stores.ts";
import { watchedStores } from "./watched-stores.ts";

/** Thrown at the call that a run does not survive, and at every later one. */
export class Killed extends Error {}

/**
 * Stores whose caller dies before their `at`-th call, counted from 1 over all of them. Dying after a call, before its answer is
 * heard, leaves behind what dying before the next one does.
 */
export function dyingStores(
  stores: Stores,
  at: number,
): { readonly stores: Stores; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const watched = watchedStores(stores, async (name) => {
    calls.push(name);
    if (calls.length >= at) throw new Killed(`call ${calls.length}`);
  });
  return { stores: watched, calls };
}

/**
 * Before which calls a death leaves something else behind than before the call that went ahead: the first, and those after a change.
 * @example deadlyCalls(["read", "write", "list", "create"]) // [1, 3]
 */
export function deadlyCalls(calls: readonly string[]): readonly number[] {
  const changesNothing = new Set(["read", "list", "head"]);
  return calls.flatMap((_, before) => (before === 0 || !changesNothing.has(calls[before - 1]!) ? [before + 1] : []));
}
