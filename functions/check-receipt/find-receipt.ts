import { createHash } from "node:crypto";
import { hasReceipt, receiptsPath } from "../../lib/publishing/receipt-files.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import type { ObjectStore } from "../../lib/stores/object-store.ts";
import type { RegistryReader } from "../../lib/stores/registry.ts";
import type { Survey } from "../../lib/survey/department.ts";

/** Where a receipt was counted. */
export interface Counted {
  readonly survey: Survey;
  readonly wave: string;
}

/** Lists that are kept in memory; a list never changes. */
const mostKeptBytes = 64_000_000;

/** Looks receipts up in the lists of all releases, the newest first. */
export function receiptFinder(objects: Pick<ObjectStore, "read">) {
  const kept = new Map<string, Uint8Array | undefined>();
  let keptBytes = 0;
  const listOf = async (key: string): Promise<Uint8Array | undefined> => {
    if (kept.has(key)) return kept.get(key);
    const bytes = (await objects.read(key))?.bytes;
    keptBytes += bytes?.length ?? 0;
    if (keptBytes > mostKeptBytes) {
      kept.clear();
      keptBytes = bytes?.length ?? 0;
    }
    kept.set(key, bytes);
    return bytes;
  };
  return async (registry: RegistryReader, receipt: string): Promise<Counted | undefined> => {
    const hash = createHash("sha256").update(receipt).digest("hex");
    for (const { id } of await registry.departments()) {
      for (const { survey } of await registry.surveys(id)) {
        if (!survey.receipts) continue;
        for (const { release, brought = [], removed } of (await registry.releases(id, survey.id)).toReversed()) {
          if (removed) continue;
          for (const wave of brought) {
            const list = await listOf(releaseFolder(id, survey.id, release) + receiptsPath(wave));
            if (list && hasReceipt(list, hash)) return { survey, wave };
          }
        }
      }
    }
    return undefined;
  };
}
