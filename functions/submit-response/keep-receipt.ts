import { createHash } from "node:crypto";
import { Problem } from "../../lib/problems/problem.ts";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import type { WaveKeys } from "../../lib/stores/registry.ts";
import type { PageSubject } from "../../lib/survey/page-token.ts";
import { checkSignedReceipt } from "../../lib/survey/receipt.ts";
import type { WaveName } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { pageHmac } from "../page-hmac.ts";

interface ReceiptNeeds extends Pick<Needs, "log"> {
  readonly answers: AnswerStore;
}

/**
 * Keeps the hash of a page's receipt, after its answers were stored and apart from them. What goes wrong here is logged and fails
 * nothing: the answers count.
 * @param signed  what the page carried
 * @returns the receipt to show; undefined when the page carried none of ours, or it could not be kept
 */
export async function keepReceipt(
  { answers, log }: ReceiptNeeds,
  wave: WaveName,
  subject: PageSubject,
  keys: WaveKeys,
  signed: string,
): Promise<string | undefined> {
  const receipt = checkSignedReceipt(signed, subject, pageHmac(keys));
  if (receipt === undefined) return undefined;
  try {
    await answers.addReceipt(wave, createHash("sha256").update(receipt).digest("hex"));
    return receipt;
  } catch (error) {
    const code = error instanceof Problem ? error.code : error instanceof Error ? error.name : "unknown";
    log({ outcome: "receipt-not-kept", code });
    return undefined;
  }
}
