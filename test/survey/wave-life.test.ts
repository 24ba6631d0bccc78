import { describe, expect, test } from "vitest";
import { tallyTime, type Wave } from "../../lib/survey/wave.ts";
import { cancelWave, closeImports, closeWave, extendWave, instant, planWave } from "../../lib/survey/wave-life.ts";

const now = Date.parse("2026-01-10T12:00:00Z");
const plan = {
  department: "riverton",
  survey: "trust",
  wave: "2026-q1",
  opens: "2026-01-01T00:00:00-06:00",
  closes: "2026-02-01T00:00:00-06:00",
  trial: false,
  instrument: "0123456789abcdef",
  graceMinutes: 15,
  retentionDays: 90,
};
const wave = planWave(plan, [], now);

test("a planned wave has UTC instants and an expiry that will not move", () => {
  expect(wave).toEqual({
    department: "riverton",
    survey: "trust",
    wave: "2026-q1",
    opens: "2026-01-01T06:00:00Z",
    closes: "2026-02-01T06:00:00Z",
    graceMinutes: 15,
    expires: Date.parse("2026-02-01T06:00:00Z") / 1000 + 90 * 86_400,
    trial: false,
    instruments: ["0123456789abcdef"],
  } satisfies Wave);
});

const other = { ...wave, wave: "other" };
test.each([
  ["a name that is no id", { wave: "Q1 2026" }, [], "“Q1 2026” cannot name a wave."],
  [
    "a name that is taken, even by another survey",
    {},
    [{ ...wave, survey: "else" }],
    "There already is a wave 2026-q1",
  ],
  ["a local time", { closes: "2026-02-01" }, [], "“2026-02-01” is not an instant."],
  ["a day that does not exist", { closes: "2026-02-31T00:00:00Z" }, [], "is not an instant"],
  ["closing before opening", { closes: "2025-12-01T00:00:00Z" }, [], "It has to close after it opens"],
  [
    "history that has expired",
    { opens: "2025-01-01T00:00Z", closes: "2025-11-10T12:00:00Z" },
    [],
    "a longer retentionDays",
  ],
  ["two waves at once", {}, [other], "Wave 2026-q1 would be open together with wave other"],
])("%s is refused", (_, change, others, sentence) => {
  expect(() => planWave({ ...plan, ...change }, others, now)).toThrow(sentence);
});

test("a wave of the past may be planned, for answers collected elsewhere", () => {
  const closes = "2026-01-10T12:00:00Z";
  expect(planWave({ ...plan, opens: "2025-12-01T00:00Z", closes }, [], now).closes).toBe(closes);
});

test("waves that touch, of another survey, or cancelled, do not overlap", () => {
  const next = { ...other, opens: wave.closes, closes: "2026-03-01T06:00:00Z" };
  const others = [next, { ...other, survey: "else" }, { ...other, cancelled: "2026-01-02T00:00:00Z" }];
  expect(planWave(plan, others, now)).toEqual(wave);
});

describe("an extension", () => {
  test("moves the closing and nothing else", () => {
    const extended = extendWave(wave, "2026-02-08T06:00:00Z", [wave], now);
    expect(extended).toEqual({ ...wave, closes: "2026-02-08T06:00:00Z" });
  });

  const closing = Date.parse(wave.closes);
  test.each([
    ["2 minutes before closing", closing - 120_000, null],
    ["a millisecond later", closing - 119_999, "it can be extended until 2 minutes before"],
    ["at closing", closing, "as it is not open but grace"],
    ["when all is over", closing + 86_400_000, "as it is not open but over"],
  ])("%s", (_, at, sentence) => {
    const extend = () => extendWave(wave, "2026-02-08T06:00:00Z", [], at);
    if (sentence === null) expect(extend().closes).toBe("2026-02-08T06:00:00Z");
    else expect(extend).toThrow(sentence);
  });

  test("leaves 60 days between the tally and the expiry, and says how far it may go", () => {
    const extend = (closes: string) => extendWave(wave, closes, [], now);
    const message = /The latest closing is (\S+Z)\./;
    expect(() => extend("2026-03-20T00:00:00Z")).toThrow(message);
    const latest = "2026-03-03T05:42:50Z";
    expect(() => extend("2026-03-20T00:00:00Z")).toThrow(latest);
    expect(wave.expires - tallyTime(extend(latest))).toBe(60 * 86_400);
    expect(() => extend("2026-03-03T05:42:51Z")).toThrow(message);
  });

  test.each([
    ["to an earlier time", "2026-01-20T00:00:00Z", [], "is no extension"],
    ["to the same time", wave.closes, [], "is no extension"],
    [
      "into the next wave",
      "2026-02-08T06:00:00Z",
      [{ ...other, opens: wave.closes, closes: "2026-03-01T06:00:00Z" }],
      "would be open together with wave other",
    ],
  ])("%s is refused", (_, closes, others, sentence) => {
    expect(() => extendWave(wave, closes, others, now)).toThrow(sentence);
  });
});

test("closing early is now, to the millisecond, and only while open", () => {
  expect(closeWave(wave, now + 7)).toEqual({ ...wave, closes: "2026-01-10T12:00:00.007Z" });
  expect(() => closeWave(wave, Date.parse(wave.opens) - 1)).toThrow("cannot be closed, as it is not open but planned");
  expect(() => closeWave(wave, Date.parse(wave.closes))).toThrow("as it is not open but grace");
});

test("cancelling is possible until a release, once", () => {
  const cancelled = cancelWave(wave, now);
  expect(cancelled.cancelled).toBe("2026-01-10T12:00:00Z");
  expect(cancelWave(cancelled, now + 1)).toBe(cancelled);
  expect(() => cancelWave({ ...wave, releases: ["r1"] }, now)).toThrow("Wave 2026-q1 is in the release r1");
});

test("imports are closed once", () => {
  const closed = closeImports(wave, now);
  expect(closed.importsClosed).toBe("2026-01-10T12:00:00Z");
  expect(closeImports(closed, now + 1)).toBe(closed);
});

test.each([
  ["2026-04-01T00:00:00-05:00", "2026-04-01T05:00:00Z"],
  ["2026-04-01T00:00Z", "2026-04-01T00:00:00Z"],
  ["2026-04-01T00:00:00.25+05:30", "2026-03-31T18:30:00.250Z"],
])("%s is the instant %s", (text, expected) => {
  expect(instant(text)).toBe(expected);
});
test.each([
  "",
  "now",
  "2026-04-01",
  "2026-04-01T00:00:00",
  "2026-13-01T00:00:00Z",
  "2026-02-29T00:00:00-05:00",
  "2026-04-01 00:00:00Z",
])("%j is no instant", (text) => expect(() => instant(text)).toThrow("is not an instant"));
