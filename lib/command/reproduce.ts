import { Problem } from "../problems/problem.ts";
import type { Connection } from "./connection.ts";
import type { Action } from "./verb.ts";

interface Listed {
  readonly release: string;
  readonly department: string;
}
interface Reproduced {
  readonly release: string;
  readonly previous: string | null;
  readonly status: "equal" | "different" | "expired" | "removed";
  readonly remade: readonly string[];
  readonly expired: readonly string[];
  readonly removed?: string;
  /** Files without numbers that another version of the program writes otherwise. */
  readonly otherwise: readonly string[];
  /** With today's settings of the survey, where those of the day are not on record. */
  readonly settings: "then" | "today";
  readonly differs?: { readonly file: string; readonly row?: string };
  readonly program: { readonly made: string; readonly now: string };
}

/** @throws Problem `release-unknown-here` with those there are */
async function askedRelease(connection: Connection, args: readonly unknown[]): Promise<Listed> {
  const name = String(args[0]);
  const { releases } = await connection.call<{ releases: readonly Listed[] }>("GET", "/api/v1/manage/status");
  const found = releases.find(({ department, release }) => name === release || name === `${department}/${release}`);
  if (!found)
    throw new Problem("release-unknown-here", { release: name, known: releases.map(({ release }) => release) });
  return found;
}

/**
 * `trust reproduce RELEASE`: the release, then those before it that its other numbers were carried over from, to the first.
 * @throws Problem `release-not-reproduced`, `tallies-expired`, `release-removed`
 */
export const reproduce: Action = async ({ args, connect }) => {
  const connection = await connect();
  const asked = await askedRelease(connection, args);
  const chain: Reproduced[] = [];
  for (let next: string | null = asked.release; next !== null; next = chain.at(-1)?.previous ?? null)
    chain.push(await connection.call<Reproduced>("GET", `/api/v1/reproductions/${asked.department}/${next}`));
  const different = chain.find(({ status }) => status === "different");
  if (different) {
    const { release, differs: { file = "", row } = {}, program, settings } = different;
    throw new Problem("release-not-reproduced", { release, file, row, ...program, settings });
  }
  const [first] = chain;
  if (first?.status === "expired")
    throw new Problem("tallies-expired", { release: first.release, expired: first.expired });
  if (first?.status === "removed")
    throw new Problem("release-removed", { release: first.release, removed: first.removed ?? first.release });
  return {
    data: { release: asked.release, chain },
    text: chain.map(lineOf).join("\n"),
    warnings: chain.flatMap(warningsOf),
  };
};

function lineOf({ release, status, remade, expired, removed }: Reproduced): string {
  if (status === "equal") return `${release}: every number of ${remade.join(", ")} made again, byte for byte`;
  return status === "removed"
    ? `${release}: no longer possible, the files of ${removed ?? release} were removed because law demanded it`
    : `${release}: no longer possible, the tallies of ${expired.join(", ")} expired`;
}

function warningsOf({ release, status, otherwise, settings, program: { made, now } }: Reproduced): readonly string[] {
  if (status !== "equal") return [`What was carried over from ${release} could not be made again.`];
  return [
    ...(settings === "today"
      ? [`${release} was made by version ${made}, which kept no settings; today's made the same numbers.`]
      : []),
    ...(otherwise.length > 0
      ? [`${release} was made by version ${made}, this is ${now}: the numbers agree, ${otherwise.join(", ")} do not.`]
      : []),
  ];
}

/** `trust remove RELEASE --reason TEXT` */
export const remove: Action = async ({ args, options, connect }) => {
  const connection = await connect();
  const { department, release } = await askedRelease(connection, args);
  const reason = String(options.reason).trim();
  const path = `/api/v1/tombstones/${department}/${release}`;
  const done = await connection.call<{ removed: readonly string[]; reason?: string }>("POST", path, { reason });
  if (options.dryRun === true) return { data: done, text: `The files of ${release} can be removed.` };
  const text = `${done.removed.length} files of ${release} are removed; its signed tombstone says why.`;
  const isOther = done.reason !== undefined && done.reason !== reason;
  return {
    data: done,
    text,
    warnings: isOther ? [`It was removed before, and the reason given then stays: ${done.reason}`] : [],
  };
};
