import { oneOf } from "./random.ts";

const pieces = [
  "",
  "null",
  "-1",
  "1e999",
  "0.5",
  "4.0",
  "6",
  "[]",
  "{}",
  '"',
  "\\",
  "\0",
  "é",
  "\u202e",
  "\ud800",
  "%00",
  "%ff",
  "%",
  "&",
  "=",
  ";",
  "[",
  "__proto__",
  "constructor",
  "dk",
  "ref",
  "skip",
  "true",
  "99999999999999999999",
  "<script>",
  "#{1}",
  "a".repeat(300),
];

/** One to four places of a text cut out, doubled, turned round or overwritten. */
export function mutatedText(text: string, random: () => number): string {
  let result = text;
  for (let times = 1 + Math.floor(random() * random() * 4); times > 0; times--) {
    const from = Math.floor(random() * result.length);
    const to = from + Math.floor(random() * Math.min(40, result.length - from));
    const part = result.slice(from, to);
    const piece = oneOf(random, pieces);
    const [before, after] = [result.slice(0, from), result.slice(to)];
    result = oneOf(random, [
      before + after,
      before + piece + after,
      before + part + part + after,
      before + [...part].reverse().join("") + after,
      before + piece + part + after,
    ]);
  }
  return result;
}
