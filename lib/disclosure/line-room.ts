import type { Movable } from "./shift-network.ts";

/** How wide the feasible interval of one member of a sum is, when the others and the sum alone bound it. */
export function lineRoom(line: readonly number[], cell: number, { down, up }: Movable): number {
  let less = 0;
  let more = 0;
  for (const other of line) {
    if (other === cell) continue;
    less += down[other]!;
    more += up[other]!;
  }
  return Math.min(down[cell]!, more) + Math.min(up[cell]!, less);
}
