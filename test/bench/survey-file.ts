import { closeSync, openSync, writeSync } from "node:fs";

/** 176 areas of publication, four margins (240 profiles), twelve five-point items. */
const waves = 8;
const districts = 22;
const items = Array.from({ length: 12 }, (_, i) => `q${i + 1}`);
/** Percent of residents per category. Categories are codes, as in most survey files; rows are about 36 bytes long. */
const margins = {
  age: [13, 19, 17, 16, 16, 19],
  sex: [51, 49],
  race: [8, 24, 22, 6, 40],
  education: [38, 28, 21, 13],
} as const;

/** The design that goes with the file: raked means of every item in every wave and district. */
export const benchDesign = {
  margins: Object.fromEntries(
    Object.entries(margins).map(([name, targets]) => [
      name,
      Object.fromEntries(targets.map((percent, at) => [String(at + 1), percent * 5000])),
    ]),
  ),
  measures: items.map((item) => ({ id: item, items: [item], statistic: "mean" as const })),
  domains: [["wave", "district"]],
};

/**
 * Writes made-up responses, the same for the same arguments. Answers lean with age and district, respondents are older than
 * residents. Nobody leaves anything out: with blanks R would need a call for each item, and longer.
 * @returns bytes written
 */
export function writeSurveyFile(file: string, rows: number, seed = 1): number {
  const random = randomFrom(seed);
  const sizes = Object.values(margins).map((targets) => targets.length);
  const out = openSync(file, "w");
  let bytes = 0;
  let text = `wave,district,${Object.keys(margins).join(",")},${items.join(",")}\n`;
  const flush = () => {
    bytes += writeSync(out, text);
    text = "";
  };
  for (let row = 0; row < rows; row++) {
    const district = 1 + Math.floor(random() ** 1.5 * districts);
    const people = sizes.map((size, m) => Math.floor((m === 0 ? Math.sqrt(random()) : random()) * size));
    const lean = (district - 11) / 30 + (people[0]! - 2.5) / 5 + (random() + random() - 1) * 1.2;
    const answers = items.map(() => Math.min(5, Math.max(1, Math.round(3 + lean + (random() - 0.5) * 3))));
    const categories = people.map((category) => category + 1);
    text += `${1 + (row % waves)},${district},${categories.join(",")},${answers.join(",")}\n`;
    if (text.length > 1 << 20) flush();
  }
  flush();
  closeSync(out);
  return bytes;
}

/** mulberry32: 32 bits of state, the same numbers on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
