import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant, type StoreGrant } from "../../lib/stores/grant.ts";
import { type StoreThread, startStoreThread } from "../../lib/stores/store-thread.ts";
import type { Stores } from "../../lib/stores/stores.ts";

/** Embedded stores in a folder of their own, by the real thread: what tests of functions and journeys run on. */
export interface TemporaryStores {
  /** May do everything. */
  readonly stores: Stores;
  /** The data folder. */
  readonly data: string;
  readonly thread: StoreThread;
  /** The same stores with these rights only. */
  as(grants: readonly StoreGrant[]): Stores;
  /** Stops the thread and deletes the folder. */
  close(): Promise<void>;
}

export async function temporaryStores(): Promise<TemporaryStores> {
  const data = await mkdtemp(join(tmpdir(), "trust-stores-"));
  const thread = await startStoreThread({ data });
  const as = (grants: readonly StoreGrant[]) => embeddedStores(thread.open(grants));
  return {
    stores: as(everyGrant),
    data,
    thread,
    as,
    async close() {
      await thread.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
