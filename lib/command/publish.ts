import { Problem } from "../problems/problem.ts";
import { askedWave, fullName, type ListedWave } from "./find-wave.ts";
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

/** `trust publish WAVE [--wait]` */
export const publish: Action = async (context) => {
  const { args, options, terminal, connect } = context;
  const wave = options.wait === true ? await overWave(context) : await askedWave(await connect(), args);
  if (terminal.now() < Date.parse(wave.tallyFrom) && wave.phase !== "cancelled" && wave.phase !== "sealed")
    throw new Problem("too-early", { wave: fullName(wave), from: wave.tallyFrom });
  const connection = await connect();
  await connection.call<Tallied>("POST", path("tallies", wave), {});
  const released = await connection.call<{ release?: string; releases?: readonly string[] }>(
    "POST",
    path("releases", wave),
    {},
  );
  const name = fullName(wave);
  if (options.dryRun === true) return { data: released, text: `${name} can be released.` };
  const address = `/data/${wave.department}/${wave.survey}/releases/${released.release ?? ""}/`;
  return { data: released, text: `${name} is released: ${address}` };
};

/**
 * Waits in steps short enough to notice that the wave was extended, closed early or cancelled meanwhile. The data folder is
 * free between them, so that a host can take answers from it.
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
    await terminal.wait(Math.min(left, 30_000));
  }
}

/** `trust review WAVE` */
export const review: Action = async ({ args, connect }) => {
  const connection = await connect();
  const wave = await askedWave(connection, args);
  const draft = await connection.call<object>("GET", path("reviews", wave));
  return { data: draft, text: JSON.stringify(draft, undefined, 2) };
};
