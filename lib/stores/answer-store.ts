import type { Response } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";

/** `already`: the same submission with the same answers was there. `refused`: this submission or this code cannot be used. */
export type AddOutcome = "stored" | "already" | "refused";

export interface Invitation {
  /** HMAC(pepper of the wave, code), hex. */
  readonly hash: string;
  readonly designClass: string;
}

/** Where a read of a wave stands, to go on later: opaque. */
export type Cursor = string;

/**
 * The raw answers: the trust boundary. A response is stored once for ever, keyed by its submission id, guarded by its digest.
 * Whatever resolves is durable. Names and times do not exist here.
 */
export interface AnswerStore {
  /** One conditional put (cloud: exactly one write unit). */
  add(wave: WaveName, response: Response): Promise<AddOutcome>;
  /** Spends the invitation and stores the response in one transaction. Same submission and digest again: `already`. */
  addInvited(wave: WaveName, response: Response, invitation: string): Promise<AddOutcome>;
  /** The design class of an unspent or spent invitation; undefined when there is none. */
  invitation(wave: WaveName, hash: string): Promise<{ designClass: string; spent: boolean } | undefined>;
  /** Adds invitations; those already there are left as they are. Resolves to how many are new. */
  addInvitations(wave: WaveName, invitations: readonly Invitation[]): Promise<number>;
  invitationCounts(wave: WaveName): Promise<{ loaded: number; spent: number }>;
  /**
   * Every response of a wave, unordered, a page at a time and never more in memory; strongly consistent.
   * @param now seconds since 1970: what has expired by then is not returned, deleted or not
   */
  ofWave(wave: WaveName, now: number): AsyncIterable<readonly Response[]>;
  /** Deletes responses, invitations and receipts of a wave. Resolves to how many responses went. */
  deleteWave(wave: WaveName): Promise<number>;
  /** A set of receipt hashes apart from the answers. */
  addReceipt(wave: WaveName, hash: string): Promise<void>;
  receipts(wave: WaveName): AsyncIterable<readonly string[]>;
}
