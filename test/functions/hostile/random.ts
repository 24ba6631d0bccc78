/** Numbers in [0, 1) from a seed (mulberry32), so that a failure can be made again. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const oneOf = <Value>(random: () => number, values: readonly Value[]): Value =>
  values[Math.floor(random() * values.length)]!;

/** How many hostile requests a test sends: its own few, or as many as the environment asks for. */
export function runsFrom(variable: string, few: number): number {
  const wanted = Number(process.env[variable] ?? few);
  if (!Number.isSafeInteger(wanted) || wanted < 1000) throw new Error(`${variable} has to be a number from 1000 up`);
  return wanted;
}
