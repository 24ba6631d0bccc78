import { expect, test } from "vitest";
import { yearBefore } from "../../lib/estimation/year-before.ts";

const wave = (opens: string, closes: string) => ({ opens: `${opens}T00:00:00Z`, closes: `${closes}T00:00:00Z` });
const quarters = [
  wave("2025-01-01", "2025-04-01"),
  wave("2025-04-01", "2025-07-01"),
  wave("2025-07-01", "2025-10-01"),
  wave("2025-10-01", "2026-01-01"),
  wave("2026-01-01", "2026-04-01"),
];

test.each([
  ["the same quarter", wave("2026-01-01", "2026-04-01"), quarters[0]],
  ["a wave some weeks off", wave("2026-05-01", "2026-05-20"), quarters[1]],
  ["nothing in the first year", wave("2025-10-01", "2026-01-01"), undefined],
  ["nothing half a year away", wave("2027-07-01", "2027-10-01"), undefined],
])("a year before lies %s", (_, of, expected) => {
  expect(yearBefore(quarters, of)).toBe(expected);
});
