import type { DatabaseSync } from "node:sqlite";
import { isProblem, Problem } from "../../problems/problem.ts";
import { sqliteErrorOf } from "./sqlite-error.ts";

export interface Work {
  /** Writes of a commit are done in the order of their keys, so that the log does not tell in which order they came. */
  readonly key: string;
  /** Writes nothing before it throws a Problem. */
  run(): unknown;
  /** Called once what was written is on the disk. */
  done(output: unknown): void;
  failed(error: unknown): void;
}

/** One commit for all writes that arrive in a turn of the event loop. */
export interface GroupCommit {
  add(work: Work): void;
  /** Commits what waits now. Anything that must not run beside a transaction calls it first. */
  flush(): void;
}

/** @param committed called after each commit, with how many writes it held */
export function groupCommit(database: DatabaseSync, committed: (writes: number) => void): GroupCommit {
  let waiting: Work[] = [];

  const flush = () => {
    if (waiting.length === 0) return;
    const group = waiting.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    waiting = [];
    commit(database, group);
    committed(group.length);
  };
  return {
    add(work) {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(work);
    },
    flush,
  };
}

/** A group that fails as a whole is tried again one by one, so that only the faulty ones fail. */
function commit(database: DatabaseSync, group: readonly Work[]): void {
  const answers: (() => void)[] = [];
  try {
    database.exec("begin immediate");
    for (const work of group) answers.push(attempt(work));
    database.exec("commit");
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    if (group.length === 1) group[0]!.failed(asProblem(error));
    else for (const work of group) commit(database, [work]);
    return;
  }
  for (const answer of answers) answer();
}

/** Runs one piece of work; a refusal is its answer, anything else ends the transaction. */
function attempt(work: Work): () => void {
  try {
    const output = work.run();
    return () => work.done(output);
  } catch (error) {
    if (isProblem(error)) return () => work.failed(error);
    throw error;
  }
}

/** A full or failing disk in words; anything else as it is. */
export function asProblem(error: unknown): unknown {
  const { unavailable, reason } = sqliteErrorOf(error);
  return unavailable ? new Problem("store-unavailable", { reason }, { cause: error }) : error;
}
