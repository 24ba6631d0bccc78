import fc from "fast-check";
import { expect, test } from "vitest";
import { localTime, readTime } from "../../lib/command/instant.ts";
import { dayIn } from "../../lib/publishing/dataset/day-in.ts";

test.each([
  ["--opens", "2026-12-31", "America/Chicago", "2026-12-31T06:00:00.000Z"],
  ["--closes", "2026-12-31", "America/Chicago", "2027-01-01T06:00:00.000Z"],
  ["--closes", "2026-06-30", "America/Chicago", "2026-07-01T05:00:00.000Z"],
  ["--opens", "2026-03-08", "America/Chicago", "2026-03-08T06:00:00.000Z"],
  ["--closes", "2026-03-08", "America/Chicago", "2026-03-09T05:00:00.000Z"],
  ["--opens", "2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00.000Z"],
  ["--closes", "2026-01-01", "Pacific/Pago_Pago", "2026-01-02T11:00:00.000Z"],
  ["--opens", "2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  ["--closes", "2026-12-31T20:00:00Z", "America/Chicago", "2026-12-31T20:00:00.000Z"],
  ["--opens", "2026-12-31T20:00Z", "America/Chicago", "2026-12-31T20:00:00.000Z"],
] as const)("%s %s in %s is %s", (option, value, timeZone, instant) => {
  expect(readTime(option, value)(timeZone)).toBe(instant);
});

test("what opens on a day opens with it, and what closes on it closes with it, in any zone", () => {
  const zones = ["UTC", "America/Phoenix", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo"];
  const days = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (date, zone) => {
      const day = date.toISOString().slice(0, 10);
      const dayOf = dayIn(zone);
      const opens = Date.parse(readTime("--opens", day)(zone));
      const closes = Date.parse(readTime("--closes", day)(zone));
      expect([dayOf(opens), dayOf(closes - 1)]).toEqual([day, day]);
      expect(dayOf(opens - 1) < day && dayOf(closes) > day).toBe(true);
    }),
    { seed: 22, numRuns: 200 },
  );
});

test.each(["2026-02-30", "2026-13-01", "tomorrow", "2026-12-31T20:00", "", "2026-12-31T25:00:00Z"])(
  "%s is refused with what fits",
  (value) => expect(() => readTime("--closes", value)).toThrow("Expected a day such as 2026-12-31"),
);

test("a time as the clocks show it", () => {
  expect(localTime("2027-01-01T06:00:00Z", "America/Chicago")).toBe("Jan 1, 2027, 12:00 AM in America/Chicago");
});
