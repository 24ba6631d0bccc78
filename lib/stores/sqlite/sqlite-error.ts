/** Result codes of SQLite that mean something to an operator; extended codes carry them in their low byte. */
const codes = { busy: 5, readOnly: 8, inputOutput: 10, damaged: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

const reasons: Readonly<Record<number, string>> = {
  [codes.full]: "the disk is full",
  [codes.inputOutput]: "the disk refused to read or write",
  [codes.readOnly]: "the disk cannot be written",
  [codes.cannotOpen]: "a file of the database cannot be opened",
};

export interface SqliteError {
  readonly busy: boolean;
  readonly damaged: boolean;
  /** The disk is full or failing: later it may work again. */
  readonly unavailable: boolean;
  readonly reason: string;
}

/** What an error that SQLite threw means; all false for any other error. */
export function sqliteErrorOf(error: unknown): SqliteError {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return {
    busy: code === codes.busy,
    damaged: code === codes.damaged || code === codes.notADatabase,
    unavailable: code in reasons,
    reason: reasons[code] ?? (error instanceof Error ? error.message : String(error)),
  };
}
