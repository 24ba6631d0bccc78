import type { ReleaseInput } from "../../lib/publishing/manifest.ts";
import type { ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { tallyKeyOf } from "./draft-release.ts";
import { keyedDigest } from "./keyed-digest.ts";

/**
 * Whether tallies, and the settings that they were read with, are there and are those that their keyed digests name.
 * @param settings bytes of what lies under `release.settings`
 * @returns tallies that are no longer kept, and the first input that is another one now
 */
export async function checkInputs(
  stores: Stores,
  release: ReleaseRecord,
  inputs: readonly Omit<ReleaseInput, "fresh">[],
  settings: Uint8Array | undefined,
): Promise<{ readonly expired: readonly string[]; readonly different?: string }> {
  const { department, survey } = release;
  const expired: string[] = [];
  const different: string[] = [];
  for (const { wave, stream, sequence, hmac, settings: named } of inputs) {
    const key = tallyKeyOf({ department, survey, wave }, stream, sequence);
    const tally = await stores.private.read(key);
    const secret = await stores.private.read(key.replace(/\.json$/, ".key"));
    if (!tally || !secret) {
      expired.push(`${wave}/${stream}`);
      continue;
    }
    if (keyedDigest(secret.bytes, tally.bytes) !== hmac) different.push(`tally ${wave}/${stream}/${sequence}`);
    if (named !== undefined && (!settings || keyedDigest(secret.bytes, settings) !== named))
      different.push(`settings ${release.settings ?? "(not in the ledger)"}${settings ? "" : " (missing)"}`);
  }
  const [first] = different;
  return first === undefined ? { expired } : { expired, different: first };
}
