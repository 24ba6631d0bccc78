import type { Movable } from "./shift-network.ts";

/** A count may grow without bound and shrinks to 0. */
export function movableCounts(n: Float64Array): Movable {
  return { down: n, up: new Float64Array(n.length).fill(Number.POSITIVE_INFINITY) };
}
