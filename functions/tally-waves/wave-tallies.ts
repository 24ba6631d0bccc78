import type { ObjectStore } from "../../lib/stores/object-store.ts";
import type { Wave } from "../../lib/survey/wave.ts";

/** Where the tallies of a wave lie, and beside them receipts, keys and settings. */
export const tallyFolder = ({ department, survey, wave }: Wave): string => `tallies/${department}/${survey}/${wave}/`;

export async function removeTallies(objects: ObjectStore, wave: Wave): Promise<void> {
  for await (const { key } of objects.list(tallyFolder(wave))) await objects.remove(key);
}
