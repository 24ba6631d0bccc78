import { describe, expect, test } from "vitest";
import { type Acceptance, accepting } from "../../lib/survey/accepting.ts";
import { phase, tallyTime, type Wave } from "../../lib/survey/wave.ts";
import { cancelWave, closeWave, extendWave } from "../../lib/survey/wave-life.ts";

const wave = (id: string, opens: string, closes: string, graceMinutes = 15): Wave => ({
  department: "riverton",
  survey: "trust",
  wave: id,
  opens,
  closes,
  graceMinutes,
  expires: Date.parse(closes) / 1000 + 730 * 86_400,
  trial: false,
  instruments: ["0123456789abcdef"],
});
const january = wave("2026-01", "2026-01-01T06:00:00Z", "2026-02-01T06:00:00Z");
const february = wave("2026-02", "2026-02-01T06:00:00Z", "2026-03-01T06:00:00Z");
const waves = [january, february];
const closing = Date.parse(january.closes);
const minute = 60_000;

const outcome = (acceptance: Acceptance): string => {
  if (acceptance.verdict === "accepted") return `${acceptance.wave.wave}${acceptance.late ? " late" : ""}`;
  const { reason, open, moves } = acceptance;
  return `closed: ${reason}, open ${open?.wave ?? "none"}${moves ? ", moves" : ""}`;
};

describe("around the closing of a monthly wave that the next one follows at once", () => {
  test.each([
    ["the last millisecond", closing - 1, closing - 5 * minute, false, "2026-01"],
    ["the last millisecond, without a token", closing - 1, undefined, false, "2026-01"],
    ["the closing itself", closing, closing - 1, false, "2026-01 late"],
    ["in the grace time, with a code", closing + minute, closing - minute, true, "2026-01 late"],
    ["the last millisecond of the grace time", closing + 15 * minute - 1, closing - 1, false, "2026-01 late"],
    ["grace without a token", closing, undefined, false, "closed: over, open 2026-02, moves"],
    ["a page made at the closing", closing + minute, closing, false, "closed: over, open 2026-02, moves"],
    ["after the grace time", closing + 15 * minute, closing - 1, false, "closed: over, open 2026-02, moves"],
    ["after the grace time, with a code", closing + 15 * minute, closing - 1, true, "closed: over, open 2026-02"],
    ["years later", closing + 900 * 86_400_000, closing - 1, false, "closed: over, open none"],
    [
      "a millisecond before opening",
      Date.parse(january.opens) - 1,
      undefined,
      false,
      "closed: not-yet-open, open none",
    ],
    ["the opening itself", Date.parse(january.opens), undefined, false, "2026-01"],
  ])("%s", (_, now, made, code, expected) => {
    expect(outcome(accepting(waves, { wave: "2026-01", now, made, code }))).toBe(expected);
  });
});

test("without grace nothing is taken from the closing on", () => {
  const strict = [wave("w", january.opens, january.closes, 0)];
  const attempt = { wave: "w", made: closing - 1, code: false };
  expect(outcome(accepting(strict, { ...attempt, now: closing - 1 }))).toBe("w");
  expect(outcome(accepting(strict, { ...attempt, now: closing }))).toBe("closed: over, open none");
});

test("an unknown wave moves to the open one", () => {
  expect(outcome(accepting(waves, { wave: "2020-01", now: closing - 1, code: false }))).toBe(
    "closed: unknown-wave, open 2026-01, moves",
  );
});

test("an early close shortens the time and its grace", () => {
  const early = closing - 3 * 86_400_000;
  const closed = [closeWave(january, early), february];
  const attempt = (now: number, made: number) =>
    outcome(accepting(closed, { wave: "2026-01", now, made, code: false }));
  expect(attempt(early - 1, early - minute)).toBe("2026-01");
  expect(attempt(early + minute, early - 1)).toBe("2026-01 late");
  expect(attempt(early + minute, early)).toBe("closed: over, open none");
  expect(attempt(early + 15 * minute, early - 1)).toBe("closed: over, open none");
});

test("an extension takes what would have been late", () => {
  const extended = extendWave(january, "2026-02-03T06:00:00Z", [january], closing - 10 * minute);
  const attempt = { wave: "2026-01", code: false };
  expect(outcome(accepting([extended], { ...attempt, now: closing + 60 * minute }))).toBe("2026-01");
});

test("a cancelled wave takes nothing", () => {
  const cancelled = [cancelWave(january, closing - minute), february];
  expect(outcome(accepting(cancelled, { wave: "2026-01", now: closing - 1, code: false }))).toBe(
    "closed: cancelled, open none",
  );
});

test("nothing is accepted from the moment a wave may be tallied", () => {
  const tally = tallyTime(january) * 1000;
  expect(phase(january, tally / 1000)).toBe("over");
  // A cache may be 60 s old and a submission 10 s in flight: even those end before.
  for (const now of [closing + 15 * minute, tally - 70_000, tally]) {
    expect(accepting(waves, { wave: "2026-01", now, made: closing - 1, code: false }).verdict).toBe("closed");
  }
});
