import type { Terminal } from "./terminal.ts";

export interface Progress {
  /** Shows how far it is, on a terminal only. */
  at(done: number): void;
  /** Takes the bar away. */
  end(): void;
}

const width = 30;

/** A bar on stderr where a person looks at it; nothing in a pipe or a log. */
export function progress(terminal: Terminal, label: string, total: number): Progress {
  if (!terminal.interactive || total === 0) return { at: () => {}, end: () => {} };
  let shown = "";
  return {
    at(done) {
      const filled = Math.round((width * done) / total);
      const line = `\r${label} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${done} of ${total}`;
      if (line !== shown) terminal.err(line);
      shown = line;
    },
    end: () => terminal.err("\r\x1b[2K"),
  };
}
