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
  readonly status: "equal" | "different" | "expired";
  readonly remade: readonly string[];
  readonly expired: readonly string[];
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
 * @throws Problem `release-not-reproduced`, `tallies-expired`
 */
export const reproduce: Action = async ({ args, connect }) => {
  const connection = await connect();
  const asked = await askedRelease(connection, args);
  const chain: Reproduced[] = [];
  for (let next: string | null = asked.release; next !== null; next = chain.at(-1)?.previous ?? null)
    chain.push(await connection.call<Reproduced>("GET", `/api/v1/reproductions/${asked.department}/${next}`));
  const different = chain.find(({ status }) => status === "different");
  if (different) {
    const { file = "", row } = different.differs ?? {};
    throw new Problem("release-not-reproduced", { release: different.release, file, row });
  }
  const [first] = chain;
  if (first?.status === "expired")
    throw new Problem("tallies-expired", { release: first.release, expired: first.expired });
  const lines = chain.map(({ release, status, remade, expired }) =>
    status === "equal"
      ? `${release}: every number of ${remade.join(", ")} made again, byte for byte`
      : `${release}: no longer possible, the tallies of ${expired.join(", ")} expired`,
  );
  const warnings = chain
    .filter(({ status }) => status === "expired")
    .map(({ release }) => `What was carried over from ${release} could not be made again.`);
  return { data: { release: asked.release, chain }, text: lines.join("\n"), warnings };
};

/** `trust remove RELEASE --reason TEXT` */
export const remove: Action = async ({ args, options, connect }) => {
  const connection = await connect();
  const { department, release } = await askedRelease(connection, args);
  const done = await connection.call<{ removed: readonly string[] }>(
    "POST",
    `/api/v1/tombstones/${department}/${release}`,
    { reason: String(options.reason) },
  );
  const text =
    options.dryRun === true
      ? `The files of ${release} can be removed, unless it is the newest.`
      : `${done.removed.length} files of ${release} are removed; its signed tombstone says why.`;
  return { data: done, text };
};
