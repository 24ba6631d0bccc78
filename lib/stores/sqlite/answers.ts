import type { DatabaseSync } from "node:sqlite";
import type { Response } from "../../survey/response.ts";
import type { WaveName } from "../../survey/wave.ts";
import type { AddOutcome, Cursor, Invitation } from "../answer-store.ts";
import type { Page } from "../port-calls.ts";

const pageRows = 2_000;
const pageCharacters = 1_000_000;

/** The raw answers in SQLite. Every method runs inside a transaction that its caller opens; nothing here waits. */
export interface SqliteAnswers {
  add(wave: WaveName, response: Response, invitation?: string): AddOutcome;
  /** An answer of one shape whether there is such an invitation or not, so that neither takes longer. */
  invitation(wave: WaveName, hash: string): { found: boolean; designClass: string; spent: boolean };
  addInvitations(wave: WaveName, invitations: readonly Invitation[]): number;
  invitationCounts(wave: WaveName): { loaded: number; spent: number };
  responses(wave: WaveName, now: number, after?: Cursor): Page<Response>;
  addReceipt(wave: WaveName, hash: string): undefined;
  receipts(wave: WaveName, after?: Cursor): Page<string>;
  /** Deletes at most `most` rows. @returns how many responses, and how many rows of any kind went */
  deleteSome(wave: WaveName, most: number): { responses: number; rows: number };
}

interface AnswerRow extends Omit<Response, "flags" | "designClass"> {
  readonly flags: string;
  readonly design_class: string;
}

export function sqliteAnswers(database: DatabaseSync): SqliteAnswers {
  const insert = database.prepare(`
    insert into answers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`);
  const digestOf = database.prepare("select digest from answers where department = ? and wave = ? and submission = ?");
  const invitationOf = database.prepare(`
    select count(*) as found, coalesce(max(design_class), '@1') as design_class, coalesce(max(spent), 1) as spent
    from invitations where department = ? and wave = ? and hash = ?`);
  const spend = database.prepare(
    "update invitations set spent = 1 where department = ? and wave = ? and hash = ? and spent = 0",
  );
  const invite = database.prepare("insert into invitations values (?, ?, ?, ?, 0) on conflict do nothing");
  const count = database.prepare(
    "select count(*) as loaded, coalesce(sum(spent), 0) as spent from invitations where department = ? and wave = ?",
  );
  const read = database.prepare(`
    select * from answers where department = ? and wave = ? and submission > ? order by submission limit ${pageRows}`);
  const receive = database.prepare("insert into receipts values (?, ?, ?) on conflict do nothing");
  const received = database.prepare(`
    select hash from receipts where department = ? and wave = ? and hash > ? order by hash limit ${pageRows}`);
  const deletions = [
    { table: "answers", key: "submission" },
    { table: "invitations", key: "hash" },
    { table: "receipts", key: "hash" },
  ].map(({ table, key }) =>
    database.prepare(`
      delete from ${table} where department = ? and wave = ? and ${key} in
        (select ${key} from ${table} where department = ? and wave = ? limit ?)`),
  );

  const judge = ({ department, wave }: WaveName, { submission, digest }: Response): AddOutcome | undefined => {
    const stored = digestOf.get(department, wave, submission);
    if (!stored) return undefined;
    return stored.digest === digest ? "already" : "refused";
  };

  const put = ({ department, wave }: WaveName, response: Response): boolean => {
    const { submission, instrument, stream, place, mode, language, designClass, flags, answers, digest, expires } =
      response;
    const { changes } = insert.run(
      department,
      wave,
      submission,
      instrument,
      stream,
      place,
      mode,
      language,
      designClass,
      JSON.stringify(flags),
      answers,
      digest,
      expires,
    );
    return changes === 1;
  };

  return {
    add(wave, response, invitation) {
      if (invitation === undefined) return put(wave, response) ? "stored" : judge(wave, response)!;
      const before = judge(wave, response);
      if (before) return before;
      if (spend.run(wave.department, wave.wave, invitation).changes !== 1) return "refused";
      put(wave, response);
      return "stored";
    },
    invitation({ department, wave }, hash) {
      const { found, design_class, spent } = invitationOf.get(department, wave, hash)!;
      return { found: found === 1, designClass: String(design_class), spent: spent === 1 };
    },
    addInvitations({ department, wave }, invitations) {
      let added = 0;
      for (const { hash, designClass } of invitations) {
        added += Number(invite.run(department, wave, hash, designClass).changes);
      }
      return added;
    },
    invitationCounts({ department, wave }) {
      const row = count.get(department, wave)!;
      return { loaded: Number(row.loaded), spent: Number(row.spent) };
    },
    responses({ department, wave }, now, after = "") {
      const rows: Response[] = [];
      let characters = 0;
      let last: Cursor | undefined;
      let seen = 0;
      for (const row of read.iterate(department, wave, after)) {
        const answer = row as unknown as AnswerRow;
        if (answer.expires > now) rows.push(toResponse(answer));
        last = answer.submission;
        seen++;
        characters += answer.answers.length;
        if (characters >= pageCharacters) break;
      }
      return seen === pageRows || characters >= pageCharacters ? { rows, cursor: last! } : { rows };
    },
    addReceipt({ department, wave }, hash) {
      receive.run(department, wave, hash);
      return undefined;
    },
    receipts({ department, wave }, after = "") {
      const rows = received.all(department, wave, after).map((row) => String(row.hash));
      return rows.length === pageRows ? { rows, cursor: rows.at(-1)! } : { rows };
    },
    deleteSome({ department, wave }, most) {
      const [responses = 0, ...rest] = deletions.map((statement) =>
        Number(statement.run(department, wave, department, wave, most).changes),
      );
      return { responses, rows: rest.reduce((sum, rows) => sum + rows, responses) };
    },
  };
}

function toResponse(row: AnswerRow): Response {
  return {
    submission: row.submission,
    instrument: row.instrument,
    stream: row.stream,
    place: row.place,
    mode: row.mode,
    language: row.language,
    designClass: row.design_class,
    flags: JSON.parse(row.flags),
    answers: row.answers,
    digest: row.digest,
    expires: row.expires,
  };
}
