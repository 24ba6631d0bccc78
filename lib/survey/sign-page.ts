import type { Survey } from "./department.ts";
import type { Hmac, Random } from "./hashing.ts";
import type { Link } from "./link.ts";
import { makePageToken, type PageSubject } from "./page-token.ts";
import { givesReceipt, newReceipt, signReceipt } from "./receipt.ts";

/** What a new survey page carries signed. */
export interface SignedPage {
  readonly token: string;
  /** Undefined where the survey gives none. */
  readonly receipt: string | undefined;
}

/**
 * The token and the receipt of a page made now.
 * @param made ms since 1970
 * @param hmac under the page key of the wave
 */
export function signPage(
  survey: Pick<Survey, "receipts">,
  link: Pick<Link, "mode">,
  subject: PageSubject,
  made: number,
  hmac: Hmac,
  random: Random,
): SignedPage {
  return {
    token: makePageToken(subject, made, hmac),
    receipt: givesReceipt(survey, link) ? signReceipt(newReceipt(random), subject, hmac) : undefined,
  };
}
