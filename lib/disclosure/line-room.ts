import type { Movable } from "./shift-network.ts";

/** How wide the feasible interval of one member of a sum is, when the others and the sum alone bound it. */
export function lineRoom(line: readonly Movable[], { area, group, category, down, up }: Movable): number {
  let less = 0;
  let more = 0;
  for (const other of line) {
    if (other.area === area && other.group === group && other.category === category) continue;
    less += other.down;
    more += other.up;
  }
  return Math.min(down, more) + Math.min(up, less);
}
