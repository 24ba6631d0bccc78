import { expect, test } from "vitest";
import { tallyWave } from "../../lib/tally/tally-wave.ts";
import { pagesOf, response, smallPlan } from "./small-survey.ts";

const open = async (responses: readonly ReturnType<typeof response>[]) =>
  (await tallyWave(pagesOf(responses, 2), smallPlan)).get("open")!;

test("a cell holds exact sums of everything a number needs", async () => {
  const { tally } = await open([
    response([5, 4, "dk", 3, "yes", "north", "F", "old", "skip"]),
    response([1, 2, 2, "ref", "no", "north", "F", "old", ["nice"]]),
    response([3, "skip", "dk", 4, "no", "north", "F", "old", "skip"]),
  ]);
  expect(tally.profile).toEqual(["area", "sex", "age"]);
  expect(tally.measures.trust).toEqual({ scale: 100 / 24, items: ["t1", "t2", "t3"] });
  expect(tally.cells).toEqual([
    {
      profile: ["north", "F", "old"],
      designClass: "@1",
      mode: "web",
      flagged: false,
      instrument: "hash1",
      n: 3,
      // 6 parts per step: (4 + 3) / 2 · 6 = 21 and (0 + 1 + 1) / 3 · 6 = 4; one answer of three is too few.
      measures: { trust: { n: 2, sum: 25, sumOfSquares: 457 }, safety: { n: 2, sum: 5, sumOfSquares: 13 } },
      items: {
        t1: { options: { 1: 1, 3: 1, 5: 1 }, missing: {} },
        t2: { options: { 2: 1, 4: 1 }, missing: { skip: 1 } },
        t3: { options: { 2: 1 }, missing: { dk: 2 } },
        walk: { options: { 3: 1, 4: 1 }, missing: { ref: 1 } },
        contact: { options: { yes: 1, no: 2 }, missing: {} },
      },
      indexes: { trust: { n: 1, sums: [1, 2, 2], cross: [1, 2, 2, 4, 4, 4] } },
    },
  ]);
});

test("what somebody wrote is in no tally, so nothing made of tallies can show it", async () => {
  const words = "my neighbour Mr Ramirez, 555-0134";
  const tallies = await tallyWave(pagesOf([response([5, 4, 3, 3, "yes", "north", "F", "old", [words]])]), smallPlan);
  const text = JSON.stringify([...tallies], (_, value: unknown) => (value instanceof Map ? [...value] : value));
  expect(text).toContain("north");
  for (const part of [words, "Ramirez", "555-0134"]) expect(text).not.toContain(part);
});

test("people who differ in anything that matters are in different cells, sorted by key", async () => {
  const answers = [3, 3, 3, 3, "no", "south", "M", "dk", "skip"];
  const { tally } = await open([
    response(answers, { flags: ["fast"] }),
    response(answers, { mode: "kiosk" }),
    response(answers, { designClass: "south@2.5" }),
    response(answers),
    response([3, 3, 3, 3, "no", "south", "F", "dk", "skip"]),
    response(answers),
  ]);
  const heads = tally.cells.map(({ profile, designClass, mode, flagged, n }) =>
    [...profile, designClass, mode, flagged ? "flagged" : "", n].join(" "),
  );
  expect(heads).toEqual([
    "south F  @1 web  1",
    "south M  @1 kiosk  1",
    "south M  @1 web  2",
    "south M  @1 web flagged 1",
    "south M  south@2.5 web  1",
  ]);
});

test("streams are never blended", async () => {
  const answers = [3, 3, 3, 3, "no", "south", "M", "old", "skip"];
  const streams = await tallyWave(
    pagesOf([response(answers), response(answers, { stream: "invited" }), response(answers, { stream: "invited" })]),
    smallPlan,
  );
  expect([...streams].map(([stream, { tally, read }]) => [stream, tally.stream, tally.cells[0]!.n, read])).toEqual([
    ["open", "open", 1, 1],
    ["invited", "invited", 2, 2],
  ]);
});

test("records that cannot be read are set aside with the reason, and the counts add up", async () => {
  const answers = [3, 3, 3, 3, "no", "south", "M", "old", "skip"];
  const { tally, read, quarantined } = await open([
    response(answers),
    response(answers, { instrument: "hash9" }),
    response(answers, { answers: "[3,3" }),
    response([9, 3, 3, 3, "no", "south", "M", "old", "skip"]),
    response([3]),
    response(answers, { designClass: "north" }),
    response(answers, { designClass: "north@0" }),
    response(answers),
  ]);
  expect(read).toBe(8);
  expect(quarantined).toEqual({ "unknown-instrument": 1, "unreadable-answers": 3, "unreadable-design-class": 2 });
  expect(tally.cells.reduce((n, cell) => n + cell.n, 0)).toBe(2);
});

test("rare languages and places are counted together", async () => {
  const answers = [3, 3, 3, 3, "no", "south", "M", "old", "skip"];
  const of = (count: number, language: string, place: string | null) =>
    Array.from({ length: count }, () => response(answers, { language, place }));
  const { tally } = await open([...of(25, "en", "library"), ...of(24, "es", "market"), ...of(2, "vi", null)]);
  expect(tally.languages).toEqual({ en: 25, other: 26 });
  expect(tally.places).toEqual({ library: 25, other: 26 });
});
