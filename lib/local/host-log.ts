/**
 * One outcome at a time: codes and counts, never an address, an agent, a token, a link or an answer. `event` says what kind of
 * outcome; lines that functions write arrive as `function-said`.
 */
export type HostLog = (outcome: Readonly<Record<string, string | number | boolean | undefined>>) => void;

export const silent: HostLog = () => undefined;
