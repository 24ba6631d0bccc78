import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "../problems/problem.ts";
import type { HttpMiddleware, Log } from "./answer-problems.ts";
import { callerHeader } from "./limit-rate.ts";

/** Under this name the edge says the secret that it shares with the functions; a client's own is overwritten there. */
export const edgeHeader = "x-trust-edge";

/** What a door is given. */
export interface DoorNeeds {
  readonly log: Log;
  /** Known to the edge and to this installation only (`TRUST_EDGE_SECRET`); without one there is no edge in front. */
  readonly edgeSecret?: string | undefined;
}

/**
 * Where an edge with a firewall stands in front, refuses what came around it, and forgets what a client says of who it is: there
 * the firewall tells callers apart.
 * @throws Problem `around-the-edge`
 */
export function onlyFromEdge({ edgeSecret }: Pick<DoorNeeds, "edgeSecret">): HttpMiddleware {
  const expected = edgeSecret && digest(edgeSecret);
  return {
    before: ({ event }) => {
      if (!expected) return;
      if (!timingSafeEqual(digest(event.headers[edgeHeader] ?? ""), expected)) throw new Problem("around-the-edge", {});
      delete event.headers[callerHeader];
    },
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
