import { expect, test } from "vitest";
import { releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import type { Wave } from "../../lib/survey/wave.ts";

const wave = (more: Partial<Wave>): Wave => ({
  department: "riverton",
  survey: "trust",
  wave: "2026-05",
  opens: "2026-05-01T00:00:00Z",
  closes: "2026-06-01T00:00:00Z",
  graceMinutes: 0,
  expires: 2e9,
  trial: false,
  instruments: [],
  ...more,
});
const status = (days: number | undefined, now: string, released: readonly string[] = [], more: Partial<Wave> = {}) =>
  releaseCalendar(
    [wave(more)],
    days === undefined ? {} : { releaseWithinDays: days },
    new Set(released),
    Date.parse(now),
  ).map((entry) => [entry.status, entry.due]);

const due = "2026-06-15T00:00:00.000Z";
test.each([
  ["before it opens", "2026-04-01", "expected"],
  ["the instant before its day", "2026-06-14T23:59:59.999Z", "expected"],
  ["on its day", "2026-06-15", "missed"],
])("a wave without results is, %s, %s", (_, now, said) => expect(status(undefined, now)).toEqual([[said, due]]));

test("one that is released stays so", () =>
  expect(status(undefined, "2027-01-01", ["2026-05"])).toEqual([["released", due]]));

test("a survey may promise another time", () =>
  expect(status(30, "2026-06-20")).toEqual([["expected", "2026-07-01T00:00:00.000Z"]]));

test.each([{ trial: true }, { cancelled: "2026-05-20T00:00:00Z" }])("%j promises nothing", (more) =>
  expect(status(undefined, "2027-01-01", [], more)).toEqual([]),
);
