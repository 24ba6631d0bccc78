import { expect, test } from "vitest";
import { runReport } from "./report.ts";

test("a release of 24 waves, 22 areas, 6 groups and 12 measures takes at most 5 s of a processor and 300 MB", () => {
  const { rows, cpuSeconds, peak, files } = runReport("release", 1);
  expect(rows).toBe(24 * 23 * 7 * 12);
  expect(files["report.html"]).toBeGreaterThan(100_000);
  expect(cpuSeconds).toBeLessThanOrEqual(5);
  expect(peak).toBeLessThanOrEqual(300);
}, 60_000);
