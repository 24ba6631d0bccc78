import { Problem } from "../problems/problem.ts";
import { askedWave, fullName, type ListedWave } from "./find-wave.ts";
import { Refusal } from "./refusal.ts";
import type { Action, Context } from "./verb.ts";

interface Tallied {
  readonly tallies: Readonly<Record<string, { readonly sequence: number; readonly responses: number }>>;
  readonly made: number;
}

const path = (kind: string, { department, wave }: ListedWave): string => `/api/v1/${kind}/${department}/${wave}`;

/** `trust tally WAVE` */
export const tally: Action = async ({ args, options, connect }) => {
  const connection = await connect();
  const wave = await askedWave(connection, args);
  const done = await connection.call<Tallied>("POST", path("tallies", wave), {});
  const streams = Object.entries(done.tallies).map(
    ([stream, { sequence, responses }]) => `${stream}: ${responses} responses (tally ${sequence})`,
  );
  const counted = streams.length === 0 ? "nobody answered" : streams.join(", ");
  const name = fullName(wave);
  if (options.dryRun === true) return { data: done, text: `${name} can be tallied. So far: ${counted}.` };
  return { data: done, text: `${name} ${done.made === 0 ? "was tallied already" : "is tallied"}; ${counted}.` };
};

interface Released {
  readonly status?: "released" | "already" | "nothing";
  readonly release?: string;
}

/** `trust publish WAVE [--wait]` */
export const publish: Action = async (context) => {
  const { args, options, terminal, connect } = context;
  const wave = options.wait === true ? await overWave(context) : await askedWave(await connect(), args);
  const name = fullName(wave);
  if (terminal.now() < Date.parse(wave.tallyFrom) && wave.phase !== "cancelled" && wave.phase !== "sealed")
    throw new Problem("too-early", { wave: name, from: wave.tallyFrom });
  const connection = await connect();
  const counted = await connection.call<Tallied>("POST", path("tallies", wave), {});
  if (options.dryRun === true && wave.tallies === undefined)
    return { data: counted, text: `${name} can be tallied and then released.` };
  const released = await whenFree(context, () => connection.call<Released>("POST", path("releases", wave), {}));
  if (options.dryRun === true) return { data: released, text: `${name} can be released.` };
  const address = `/data/${wave.department}/${wave.survey}/releases/${released.release ?? ""}/`;
  return {
    data: released,
    text: `${name} ${released.status === "already" ? "was released already" : "is released"}: ${address}`,
  };
};

/** The job of a running host may be publishing at this very moment; it is done within seconds. */
async function whenFree<Value>({ terminal }: Context, work: () => Promise<Value>): Promise<Value> {
  for (let left = 30; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "publishing-busy") || left === 0) throw error;
      await terminal.wait(2_000);
    }
  }
}

/**
 * Waits in steps of ten minutes at most, so as to notice that the wave was extended, closed early or cancelled meanwhile. The
 * data folder is free between them, so that a host can take answers from it.
 */
async function overWave({ args, terminal, say, connect, disconnect }: Context): Promise<ListedWave> {
  let told = "";
  for (;;) {
    const wave = await askedWave(await connect(), args);
    const left = Date.parse(wave.tallyFrom) - terminal.now();
    if (left <= 0 || wave.phase === "cancelled" || wave.phase === "sealed") return wave;
    if (told !== wave.tallyFrom) say(`Waiting until ${wave.tallyFrom}: answers to ${fullName(wave)} may still arrive.`);
    told = wave.tallyFrom;
    await disconnect();
    await terminal.wait(Math.min(left, Math.max(left / 4, 10_000), 600_000));
  }
}
