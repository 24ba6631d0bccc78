import type { Stores } from "../../lib/stores/stores.ts";

/** Thrown at the call that a run does not survive, and at every later one. */
export class Killed extends Error {}

/**
 * Stores whose caller dies before their `at`-th call, counted from 1 over all of them. Dying after a call, before its answer is
 * heard, leaves behind what dying before the next one does.
 */
export function dyingStores(stores: Stores, at: number): { readonly stores: Stores; readonly calls: () => number } {
  let calls = 0;
  const dying = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...given: unknown[]): unknown => {
          calls++;
          if (calls >= at) throw new Killed(`call ${calls}`);
          return method.apply(target, given);
        };
      },
    });
  return {
    stores: {
      answers: stores.answers,
      registry: dying(stores.registry),
      public: dying(stores.public),
      private: dying(stores.private),
      signer: dying(stores.signer),
    },
    calls: () => calls,
  };
}
