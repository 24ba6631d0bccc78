import { expect, test } from "vitest";
import { runReport } from "./report.ts";

// What time it takes is measured by `npm run bench -- --only report`: a test shares its machine.
test("a release of 24 waves, 22 areas, 6 groups and 12 measures takes at most 300 MB", () => {
  const { rows, peak, files } = runReport("release", 1);
  expect(rows).toBe(24 * 23 * 7 * 12);
  expect(files["report.html"]).toBeGreaterThan(100_000);
  expect(peak).toBeLessThanOrEqual(300);
});
