import { randomCharacters, typedCharacters } from "./crockford.ts";
import type { Random } from "./hashing.ts";
import type { Mode } from "./response.ts";

/** A public way to a survey: `/s/{id}`, on a poster, in a message or as a QR code. It outlives waves. */
export interface Link {
  /** Short and unambiguous: lower-case Crockford base 32. */
  readonly id: string;
  readonly department: string;
  readonly survey: string;
  /** The place it hangs at; stored with an answer only where at least three links share it. */
  readonly place: string | null;
  /**
   * How people answer over it, stored with an answer: `web` on a device of their own, `kiosk` on one for everybody, `interviewer`
   * where somebody else enters what they say, `paper` where a clerk enters what they wrote.
   */
  readonly mode: LinkMode;
  /** ISO instant; new answers are refused from then on, old ones stay. */
  readonly revoked?: string;
}

export const linkModes = ["web", "kiosk", "interviewer", "paper"] as const satisfies readonly Mode[];
export type LinkMode = (typeof linkModes)[number];

const idLength = 6;
/** With fewer links a place would tell which poster somebody stood at. */
const leastLinksOfPlace = 3;

/** An id for a new link: 30 random bits; the caller makes another one when it is taken. */
export function newLinkId(random: Random): string {
  return randomCharacters(idLength, random);
}

/** A link id as it was made, from what somebody typed off a poster; undefined when it cannot be one. */
export function normalizeLinkId(typed: string): string | undefined {
  return typedCharacters(typed, idLength);
}

/**
 * The place to store with an answer over a link: only one that at least three links of the survey share. Revoked links
 * count: a place does not vanish in the middle of a wave.
 * @param links links of the installation, this one among them
 */
export function storedPlace(link: Link, links: readonly Link[]): string | null {
  const alike = links.filter(
    ({ department, survey, place }) => department === link.department && survey === link.survey && place === link.place,
  );
  return alike.length >= leastLinksOfPlace ? link.place : null;
}
