import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { Problem } from "../problems/problem.ts";
import type { StoreGrant } from "./grant.ts";
import type { Failure } from "./port-calls.ts";
import { fromFailure } from "./port-failure.ts";

/** What the host asks of the store thread. */
export type ThreadRequest =
  | { readonly kind: "open"; readonly grants: readonly StoreGrant[]; readonly port: MessagePort }
  | { readonly kind: "housekeeping" }
  | { readonly kind: "close" };

export interface StoreThread {
  /**
   * A port to the stores with these rights and no others, for `embeddedStores` here or in a worker: pass it in
   * `workerData.stores` and in `transferList`.
   */
  open(grants: readonly StoreGrant[]): MessagePort;
  /** Removes the order of arrival and the bytes of what was deleted from the files. The thread does it by itself too; call it at a wave's end. */
  housekeeping(): Promise<void>;
  /** Commits what has arrived, keeps house, and gives the folder free. */
  close(): Promise<void>;
  /** Resolves when the thread has ended, with the error if it was not by `close`. */
  readonly ended: Promise<Error | undefined>;
}

interface Options {
  /** The data folder; made when there is none. */
  readonly data: string;
  /** The thread's program, where it was bundled. */
  readonly program?: URL;
}

/**
 * Starts the one thread that owns a data folder.
 * @throws Problem `folder-in-use`, `folder-foreign`, `folder-unusable`, `folder-newer`, `folder-damaged`
 * @example
 * const thread = await startStoreThread({ data: ".trust" });
 * const stores = embeddedStores(thread.open(everyGrant));
 */
export async function startStoreThread({
  data,
  program = new URL("./sqlite/thread.ts", import.meta.url),
}: Options): Promise<StoreThread> {
  const worker = new Worker(program, { workerData: { data }, name: "stores" });
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let next = 1;
  let closing = false;
  let failure: Error | undefined;

  worker.on("message", ({ id, failure }: { id: number; failure?: Failure }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure) asked?.reject(fromFailure(failure));
    else asked?.resolve();
  });
  worker.on("error", (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.on("exit", () => {
      const stopped = failure ?? new Problem("store-unavailable", { reason: "the store thread has stopped" });
      for (const { reject } of waiting.values()) reject(stopped);
      waiting.clear();
      resolve(closing ? undefined : stopped);
    });
  });
  const answered = (id: number) =>
    new Promise<void>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
  const ask = (request: ThreadRequest): Promise<void> => {
    const id = next++;
    const answer = answered(id);
    worker.postMessage({ id, request });
    return answer;
  };

  await answered(0);
  return {
    open(grants) {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ id: next++, request: { kind: "open", grants, port: port1 } }, [port1]);
      return port2;
    },
    housekeeping: () => ask({ kind: "housekeeping" }),
    async close() {
      if (!closing) {
        closing = true;
        worker.postMessage({ id: next++, request: { kind: "close" } });
      }
      await ended;
    },
    ended,
  };
}
