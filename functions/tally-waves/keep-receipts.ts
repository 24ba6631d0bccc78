import { receiptList } from "../../lib/disclosure/receipt-list.ts";
import { never } from "../../lib/stores/object-store.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";

/** Where the receipts of a wave lie: beside its tallies, and gone with them. */
export const receiptsKey = ({ department, survey, wave }: Wave): string =>
  `tallies/${department}/${survey}/${wave}/receipts.json`;

/**
 * Lays the receipts of a wave beside its tally, as they will be published: sorted, among random lines. Once: nobody gets a
 * receipt after closing, and random lines made anew would tell which of them are receipts.
 * @param gives     whether the survey gives receipts; a list is made then even for nobody, as its absence would tell that
 * @param responses of each stream
 */
export async function keepReceipts(
  { answers, private: objects }: Stores,
  random: Needs["random"],
  wave: Wave,
  gives: boolean,
  responses: readonly number[],
): Promise<void> {
  const hashes: string[] = [];
  for await (const page of answers.receipts(wave)) hashes.push(...page);
  if (hashes.length === 0 && !gives) return;
  const list = receiptList(hashes, responses, () => Buffer.from(random(32)).toString("hex"));
  await objects.create({
    key: receiptsKey(wave),
    bytes: new TextEncoder().encode(JSON.stringify(list)),
    contentType: "application/json",
    cacheControl: never,
  });
}
