import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { documentKey } from "../../lib/stores/registry.ts";
import type { RegistryStore } from "../../lib/stores/registry-store.ts";

interface LeaseDocument {
  /** Grows with every holder; what an earlier holder still writes is refused by it. */
  readonly fence: number;
  /** Seconds since 1970; 0 when it was given back. */
  readonly until: number;
}

export interface Lease {
  readonly fence: number;
  giveBack(): Promise<void>;
}

/** Long enough that two runs seldom work at once, short enough to go on soon after one was killed. Safety is the fence's. */
const leaseSeconds = 60;

/**
 * The right to publish a survey, for one run at a time.
 * @param now seconds since 1970
 * @throws Problem `publishing-busy` while another run holds it
 */
export async function takeLease(store: RegistryStore, survey: string, now: number): Promise<Lease> {
  const key = documentKey.lease(`publish/${survey}`);
  const held = await store.read<LeaseDocument>(key);
  const busy = (until: number) =>
    new Problem("publishing-busy", { survey, until: new Date(until * 1000).toISOString() });
  // A lease from far ahead is a clock that was wrong, not a run that is busy.
  if (held && held.value.until > now && held.value.until <= now + leaseSeconds) throw busy(held.value.until);
  const fence = (held?.value.fence ?? 0) + 1;
  const taken: LeaseDocument = { fence, until: now + leaseSeconds };
  const version = await store.write(key, taken, held?.version ?? 0).catch((error: unknown) => {
    throw isProblem(error, "store-conflict") ? busy(taken.until) : error;
  });
  return {
    fence,
    async giveBack() {
      await store.write(key, { fence, until: 0 } satisfies LeaseDocument, version).catch((error: unknown) => {
        if (!isProblem(error, "store-conflict")) throw error;
      });
    },
  };
}
