import { expect, test } from "vitest";
import { progress } from "../../lib/command/progress.ts";
import { processTerminal } from "../../lib/command/terminal.ts";

const drawn = (interactive: boolean): string => {
  const parts: string[] = [];
  const terminal = { ...processTerminal(), interactive, err: (part: string) => parts.push(part) };
  const bar = progress(terminal, "Importing", 400);
  for (const done of [200, 400]) bar.at(done);
  bar.end();
  return parts.join("");
};

test("a bar is drawn where somebody looks, and taken away at the end", () => {
  expect(drawn(true)).toBe(
    `\rImporting ${"█".repeat(15)}${"░".repeat(15)} 200 of 400\rImporting ${"█".repeat(30)} 400 of 400\r\x1b[2K`,
  );
});

test("in a pipe or a log there is none", () => expect(drawn(false)).toBe(""));
