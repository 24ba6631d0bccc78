import { randomCharacters, typedCharacters } from "./crockford.ts";
import type { Survey } from "./department.ts";
import type { Hmac, Random } from "./hashing.ts";
import type { Link } from "./link.ts";
import { type PageSubject, sameText } from "./page-token.ts";

const length = 12;
const macLength = 32;

/** Whether a page gives a receipt: not on a device that the next person uses, which would show it to them. */
export const givesReceipt = ({ receipts }: Pick<Survey, "receipts">, { mode }: Pick<Link, "mode">): boolean =>
  receipts === true && mode === "web";

/**
 * A receipt: 60 random bits made with a page, shown after its answers were stored. It depends on nothing else, so nothing that
 * is kept leads from it to answers, or back.
 */
export function newReceipt(random: Random): string {
  return randomCharacters(length, random);
}

/** @example printedReceipt("k7q2m9xr4tab") // "K7Q2-M9XR-4TAB" */
export function printedReceipt(receipt: string): string {
  return receipt.replace(/.{4}(?=.)/g, "$&-").toUpperCase();
}

/** A typed receipt as it was made; undefined when it cannot be one. @example normalizeReceipt("K7Q2-M9XR-4TAB") // "k7q2m9xr4tab" */
export function normalizeReceipt(typed: string): string | undefined {
  return typedCharacters(typed, length);
}

/**
 * What a page carries: the receipt with an HMAC that binds it to the page, so that one page gives one receipt however often it
 * is sent. It lives in the page alone and is never stored.
 * @param hmac under the page key of the wave
 */
export function signReceipt(receipt: string, subject: PageSubject, hmac: Hmac): string {
  return `${receipt}.${mac(receipt, subject, hmac)}`;
}

/** The receipt of what `signReceipt` made for this page; undefined for anything else. */
export function checkSignedReceipt(signed: string, subject: PageSubject, hmac: Hmac): string | undefined {
  const [receipt = "", given = "", ...more] = signed.split(".");
  if (more.length > 0 || normalizeReceipt(receipt) !== receipt) return undefined;
  return sameText(given, mac(receipt, subject, hmac)) ? receipt : undefined;
}

function mac(receipt: string, { submission, link, wave }: PageSubject, hmac: Hmac): string {
  return hmac(`receipt\n${submission}\n${link}\n${wave}\n${receipt}`).slice(0, macLength);
}
