import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { surveyScript } from "../../../lib/pages/survey-script.ts";
import type { Response } from "../../../lib/survey/response.ts";
import {
  answerOf,
  areas,
  core1,
  formEvent,
  jsonEvent,
  link,
  residentTown,
  type Town,
  version,
  wave,
} from "../resident-town.ts";

let town: Town;
let door: ReturnType<typeof submitDoor>;
beforeAll(async () => {
  town = await residentTown();
  door = submitDoor(town.needs);
});
afterAll(() => town.close());

/** Numbers in [0, 1) from a seed (mulberry32), so that a failure can be made again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** So many runs, a hundred at a time: one by one, each would wait for the disk alone. */
async function atOnce(runs: number, run: (run: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < runs; from += 100)
    await Promise.all(Array.from({ length: 100 }, (_, at) => run(from + at)));
}

const odd = [
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
  "&",
  "=",
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

/** One to four places cut out, doubled, swapped or overwritten. */
function mutated(text: string, random: () => number): string {
  let result = text;
  for (let times = 1 + Math.floor(random() * random() * 4); times > 0; times--) {
    const from = Math.floor(random() * result.length);
    const to = from + Math.floor(random() * Math.min(40, result.length - from));
    const part = result.slice(from, to);
    const piece = odd[Math.floor(random() * odd.length)]!;
    const [before, after] = [result.slice(0, from), result.slice(to)];
    result = [
      before + after,
      before + piece + after,
      before + part + part + after,
      before + [...part].reverse().join("") + after,
      before + piece + part + after,
    ][Math.floor(random() * 5)]!;
  }
  return result;
}

// What may be stored, read from the instrument's data and from nothing that the program does with it.
const allowed = core1.items.flatMap((item) => {
  if (item.type === "note" || item.type === "group") return [];
  const missing = ["skip", ...(item.offers ?? [])];
  if (item.type === "scale")
    return [
      (value: unknown) =>
        missing.includes(value as string) || core1.scales[item.scale]!.options.some((option) => option.value === value),
    ];
  if (item.type === "area")
    return [(value: unknown) => missing.includes(value as string) || areas.some(({ id }) => id === value)];
  if (item.type !== "choice" && item.type !== "choices")
    throw new Error("core-1 has items that this oracle does not know");
  const isOption = (value: unknown) => item.options.some((option) => option.value === value);
  if (item.type === "choice") return [(value: unknown) => missing.includes(value as string) || isOption(value)];
  return [
    (value: unknown) =>
      Array.isArray(value)
        ? value.length > 0 && new Set(value).size === value.length && value.every(isOption)
        : missing.includes(value as string),
  ];
});

function isValid(stored: Response): boolean {
  const values = JSON.parse(stored.answers) as unknown[];
  return (
    /^[0-9a-f]{32}$/.test(stored.submission) &&
    ["en", "es"].includes(stored.language) &&
    stored.instrument === version &&
    values.length === allowed.length &&
    values.every((value, at) => allowed[at]!(value))
  );
}

const answers = {
  respect: 4,
  listen: "dk",
  fair: 2,
  explain: { missing: "ref" },
  safe: 1,
  area: "north",
  age: "25-34",
  race: ["white", "asian"],
};

test("90,000 mutated JSON bodies: only 4xx, or stored with answers that the instrument has", async () => {
  const random = generator(20260310);
  const seen = new Map<number, number>();
  const ids = new Set<string>();
  await atOnce(90_000, async (run) => {
    const submission = run.toString(16).padStart(32, "a");
    const text = mutated(
      JSON.stringify({ link, wave: wave.wave, instrument: version, submission, language: "en", answers }),
      random,
    );
    const { status, body } = await answerOf(door, jsonEvent(text));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    if (status === 201) ids.add(JSON.parse(body).submission);
    else if (status !== 200 && (status < 400 || status > 499)) expect.unreachable(`${status} for ${text}`);
  });
  const stored = await town.stored();
  expect(stored.filter((response) => !isValid(response))).toEqual([]);
  expect(stored.length).toBe(ids.size);
  // The mutations are neither too weak nor too strong to prove anything.
  expect(seen.get(201)).toBeGreaterThan(1000);
  expect(seen.get(422)).toBeGreaterThan(10_000);
}, 240_000);

test("10,000 mutated forms: only 4xx or the way to the thank-you page, with answers that the instrument has", async () => {
  const random = generator(20260311);
  const before = (await town.stored()).length;
  const seen = new Map<number, number>();
  await atOnce(10_000, async (run) => {
    const submission = run.toString(16).padStart(32, "b");
    const form = new URLSearchParams({
      _submission: submission,
      _wave: wave.wave,
      _instrument: version,
      _language: "es",
      respect: "4",
      listen: "dk",
      area: "south",
      age: "25-34",
    });
    form.append("race", "white");
    const text = mutated(form.toString(), random);
    const { status, body } = await answerOf(door, formEvent({}, { body: text }));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    // A mutation may happen to press the button that changes the language.
    const fine =
      status === 303 || (status >= 400 && status <= 499) || (status === 200 && new URLSearchParams(text).has("_lang"));
    if (!fine) expect.unreachable(`${status} for ${text}`);
    if (body.replace(`<script type="module">${surveyScript}</script>`, "").includes("<script"))
      expect.unreachable(`a script for ${text}`);
  });
  const stored = await town.stored();
  expect(stored.filter((response) => !isValid(response))).toEqual([]);
  expect(stored.length - before).toBeLessThanOrEqual(seen.get(303) ?? 0);
  expect(seen.get(303)).toBeGreaterThan(500);
  expect(seen.get(422)).toBeGreaterThan(1000);
}, 240_000);
