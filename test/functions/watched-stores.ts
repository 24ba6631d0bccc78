import type { Stores } from "../../lib/stores/stores.ts";

/** Stores each of whose calls waits for `before`, which may throw; but for those of answers. */
export function watchedStores(stores: Stores, before: (name: string) => Promise<void>): Stores {
  const watched = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        if (name === "list")
          return async function* (...given: unknown[]) {
            await before("list");
            yield* method.apply(target, given) as AsyncIterable<unknown>;
          };
        return async (...given: unknown[]): Promise<unknown> => {
          await before(String(name));
          return method.apply(target, given);
        };
      },
    });
  return {
    answers: stores.answers,
    registry: watched(stores.registry),
    public: watched(stores.public),
    private: watched(stores.private),
    signer: watched(stores.signer),
  };
}
