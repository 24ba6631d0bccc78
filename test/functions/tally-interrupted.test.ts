import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tallyWaves } from "../../functions/tally-waves/tally-waves.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { rivertonFiles } from "./riverton.ts";

let place: Installation;
const waves = Array.from({ length: 40 }, (_, at) => `w${at}`);
const over = "2026-03-02T00:00:00Z";

beforeAll(async () => {
  place = await openInstallation();
  for (const survey of waves) {
    await place.call("2026-01-01T00:00:00Z", "PUT", "/api/v1/manage/folders", {
      files: rivertonFiles({ survey: { id: survey } }),
    });
    const body = {
      department: "riverton",
      survey,
      wave: survey,
      opens: "2026-02-01T00:00:00Z",
      closes: "2026-03-01T00:00:00Z",
    };
    await place.call("2026-01-01T00:00:00Z", "POST", "/api/v1/manage/waves", body);
    const rows = ["invited", "open"].map((stream, at) => ({
      line: at + 2,
      answers: { respect: "3", listen: "2", tenure: "own" },
      stream,
      mode: "paper",
      identity: stream,
    }));
    await place.call("2026-02-10T00:00:00Z", "POST", `/api/v1/import/riverton/${survey}`, { rows });
  }
});
afterAll(() => place.close());

class Killed extends Error {}

/** The stores of a process that dies at its k-th call: before the call does anything, or after it has. */
function dyingAt(k: number, after: boolean, stores: Stores): { stores: Stores; calls: () => number } {
  let calls = 0;
  const wrap = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          calls++;
          if (calls > k || (calls === k && !after)) throw new Killed();
          const outcome = method.apply(target, args);
          if (calls < k || !(outcome instanceof Promise)) return outcome;
          return outcome.then(() => {
            throw new Killed();
          });
        };
      },
    });
  const { answers, registry, public: open, private: closed, signer } = stores;
  return {
    stores: { answers: wrap(answers), registry: wrap(registry), public: open, private: wrap(closed), signer },
    calls: () => calls,
  };
}

const tallyWith = (stores: Stores, wave: string) =>
  tallyWaves({ stores, random: randomBytes, log: () => {} })({
    pathParameters: { department: "riverton", wave },
    requestContext: { timeEpoch: Date.parse(over), http: { method: "POST" } },
  } as never);

test.each([false, true])(
  "killed at any call (after it took effect: %s), the next run leaves one tally per stream",
  async (after) => {
    const mine = waves.filter((_, at) => at % 2 === Number(after));
    for (const [index, wave] of mine.entries()) {
      const { stores, calls } = dyingAt(index + 1, after, place.stores);
      const killed = await tallyWith(stores, wave).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      expect(killed).toBe(calls() > index);
      await tallyWith(place.stores, wave);
      const keys: string[] = [];
      for await (const { key } of place.stores.private.list(`tallies/riverton/${wave}/`)) keys.push(key);
      expect(keys).toEqual([
        `tallies/riverton/${wave}/${wave}/invited/1.json`,
        `tallies/riverton/${wave}/${wave}/open/1.json`,
      ]);
      expect((await place.registry.fresh.wave("riverton", wave))!.tallies).toEqual({
        invited: { sequence: 1, responses: 1 },
        open: { sequence: 1, responses: 1 },
      });
      if (!killed) return;
    }
    throw new Error("the run makes more calls than were tried");
  },
);
