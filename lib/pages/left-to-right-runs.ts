import { html, type Part } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";

const plain = "[\\p{Nd}!-'*-~ ]";
const inBrackets = `\\(${plain}*\\)`;
/** From a letter of ours, a digit or a bracket that closes again, to the last of these; spaces and signs between them included. */
const run = new RegExp(
  `((?:[\\p{Nd}\\w+#]|${inBrackets})(?:(?:${plain}|${inBrackets})*(?:[\\p{Nd}\\w/#]|${inBrackets}))?)`,
  "u",
);

/**
 * A text somebody wrote, its numbers and addresses read from left to right. After a word in Arabic a hyphen, a slash or a bracket would
 * turn the parts of a number round: 555-0100 would be read as 0100-555, and Arabic digits even by themselves.
 */
export function leftToRightRuns({ direction }: Strings, text: string): Part {
  if (direction === "ltr") return text;
  return text.split(run).map((part, at) => (at % 2 === 0 ? part : html`<bdo dir="ltr">${part}</bdo>`));
}
