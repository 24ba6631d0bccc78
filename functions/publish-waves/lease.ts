import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { documentKey } from "../../lib/stores/registry.ts";
import type { RegistryStore } from "../../lib/stores/registry-store.ts";

interface LeaseDocument {
  /** Seconds since 1970; 0 when it was given back. */
  readonly until: number;
}

export interface Lease {
  giveBack(): Promise<void>;
}

/** So long after a run was killed another one may begin. */
const leaseSeconds = 120;

/**
 * The right to publish a survey, for one run at a time: renewed while the run lives. It only spares work. A run may be held up for
 * longer than it lasts, and then two are at it: that both are safe is `storeRelease`'s.
 * @param clock ms since 1970 of the machine, not of the event: an event may be older than the run before it
 * @throws Problem `publishing-busy` while another run holds it
 */
export async function takeLease(store: RegistryStore, survey: string, clock: () => number): Promise<Lease> {
  const key = documentKey.lease(`publish/${survey}`);
  const now = clock() / 1000;
  const held = await store.read<LeaseDocument>(key);
  const busy = (until: number) =>
    new Problem("publishing-busy", { survey, until: new Date(until * 1000).toISOString() });
  // Clocks differ a little; a lease from further ahead than that is a clock that was wrong, not a run that is busy.
  if (held && held.value.until > now && held.value.until <= now + 2 * leaseSeconds) throw busy(held.value.until);
  const until = now + leaseSeconds;
  let written = store.write(key, { until } satisfies LeaseDocument, held?.version ?? 0);
  await written.catch((error: unknown) => {
    throw isProblem(error, "store-conflict") ? busy(until) : error;
  });
  // One write after the other, each over the one before. After one that fails none is made: the lease is another's, or lapses.
  const write = (document: LeaseDocument): Promise<number> => {
    written = written.then((version) => store.write(key, document, version));
    return written;
  };
  const renew = () => void write({ until: clock() / 1000 + leaseSeconds }).catch(() => undefined);
  const renewal = setInterval(renew, leaseSeconds * 250).unref();
  return {
    async giveBack() {
      clearInterval(renewal);
      await write({ until: 0 }).catch((error: unknown) => {
        if (!isProblem(error, "store-conflict")) throw error;
      });
    },
  };
}
