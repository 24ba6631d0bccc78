import type { FunctionWorker } from "./function-worker.ts";

/**
 * A function after whose work the database is rewritten, however large it is: at the end of a wave neither the order in which
 * answers came nor bytes of deleted ones may be left.
 */
export function keepingHouse(worker: FunctionWorker, keepHouse: () => Promise<void>): FunctionWorker {
  return {
    ...worker,
    async call(call) {
      const reply = await worker.call(call);
      if (reply.status < 300) await keepHouse();
      return reply;
    },
    async run(at) {
      const done = await worker.run(at);
      if (hasWorked(done)) await keepHouse();
      return done;
    },
  };
}

/** What `tally-waves` says of a run: how many waves it tallied, how many answers it deleted. */
function hasWorked(done: unknown): boolean {
  const { tallied = 0, deleted = 0 } = (done ?? {}) as { tallied?: number; deleted?: number };
  return tallied > 0 || deleted > 0;
}
