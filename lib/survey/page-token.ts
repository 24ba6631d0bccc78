import type { Hmac } from "./hashing.ts";

/** What a survey page was made for. */
export interface PageSubject {
  readonly submission: string;
  readonly link: string;
  /** Id of the wave. */
  readonly wave: string;
}

const macLength = 32;

/**
 * The token in a survey page: when it was made, and an HMAC over that, the submission, the link and the wave. It proves that
 * the page was made before closing, and how long it was open; the time itself is never stored.
 * @param made ms since 1970
 * @param hmac under the page key of the wave
 * @example makePageToken({ submission: "5f…", link: "k7q2m9", wave: "2026-q1" }, 1767225600000, hmac) // "mjuohs00.…"
 */
export function makePageToken(subject: PageSubject, made: number, hmac: Hmac): string {
  const time = Math.floor(made).toString(36);
  return `${time}.${mac(subject, time, hmac)}`;
}

/**
 * Reads a token that came back.
 * @returns when the page was made, in ms since 1970; undefined when the token is not one of ours for this subject
 */
export function checkPageToken(token: string, subject: PageSubject, hmac: Hmac): number | undefined {
  const match = /^([0-9a-z]{1,9})\.([0-9a-f]{32})$/.exec(token);
  if (!match) return undefined;
  const [, time, given] = match as unknown as [string, string, string];
  return sameText(given, mac(subject, time, hmac)) ? Number.parseInt(time, 36) : undefined;
}

function mac({ submission, link, wave }: PageSubject, time: string, hmac: Hmac): string {
  return hmac(`page\n${submission}\n${link}\n${wave}\n${time}`).slice(0, macLength);
}

/** Compares two texts of equal length in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
