import { Problem } from "../problems/problem.ts";
import type { HttpMiddleware } from "./answer-problems.ts";

/**
 * Under this name the edge may say that requests come from one caller: an opaque word that means nothing the day after. Without
 * it nobody is limited here.
 */
export const callerHeader = "x-trust-caller";

/** More callers in a minute than this are no longer told apart: memory is not for them to fill. */
const mostCallers = 100_000;
/** As many characters of a name count; what the local host gives is shorter. */
const mostLetters = 64;
const windowMilliseconds = 60_000;

/**
 * Refuses a caller's requests beyond so many in a minute. Counts live in this instance's memory and are gone with the minute.
 * @throws Problem `too-many-requests`
 */
export function limitRate(mostPerMinute: number): HttpMiddleware {
  let minute = -1;
  let counts = new Map<string, number>();
  return {
    before: ({ event }) => {
      const caller = event.headers[callerHeader]?.slice(0, mostLetters);
      if (caller === undefined || caller === "") return;
      const now = Math.floor(event.requestContext.timeEpoch / windowMilliseconds);
      if (now !== minute || counts.size > mostCallers) {
        minute = now;
        counts = new Map();
      }
      const count = (counts.get(caller) ?? 0) + 1;
      counts.set(caller, count);
      if (count > mostPerMinute) throw new Problem("too-many-requests", { seconds: windowMilliseconds / 1000 });
    },
  };
}
