/** A public way to a survey: `/s/{id}`, on a poster, in a message or as a QR code. It outlives waves. */
export interface Link {
  /** Short and unambiguous: lower-case Crockford base 32. */
  readonly id: string;
  readonly department: string;
  readonly survey: string;
  /** The place it hangs at; stored with an answer only where at least three links share it. */
  readonly place: string | null;
  /** How people answer over it: `web`, `kiosk`, `interviewer`. */
  readonly mode: "web" | "kiosk" | "interviewer";
  /** ISO instant; new answers are refused from then on, old ones stay. */
  readonly revoked?: string;
}
