import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { PublishedRow, ReleasedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { estimatesFiles } from "../../lib/publishing/estimates-files.ts";
import { row, wave } from "../disclosure/made-up-wave.ts";

/** The compiler is the test: a line marked as an error that compiles fails `npm run check`. */
const neverRun = (exact: WaveEstimates, published: ReleasedEstimates, shown: PublishedRow & { suppressed: "" }) => {
  // @ts-expect-error exact estimates are no protected ones
  estimatesFiles(exact);
  // @ts-expect-error nor is a list of them
  estimatesFiles([exact]);
  // @ts-expect-error what was read back from a release has to pass protection again
  estimatesFiles(published);
  // @ts-expect-error nobody can make one but protect()
  estimatesFiles({ waves: [], rows: [], representation: [], quality: [] });
  const { n, ...withoutN } = shown;
  // @ts-expect-error a row that is shown has its n
  const a: PublishedRow = withoutN;
  // @ts-expect-error and its interval
  const b: PublishedRow = { ...shown, ci_low: null };
  // @ts-expect-error and its effective n
  const c: PublishedRow = { ...shown, n_effective: null };
  // @ts-expect-error a row that is withheld has no value
  const d: PublishedRow = { ...shown, suppressed: "too-few" };
  return [n, a, b, c, d];
};

test("what protect() made is published", () => {
  expect(neverRun).toBeTypeOf("function");
  const files = estimatesFiles(protect([wave("2026-01", [row({}, { n: 100 })])]));
  expect(files.map(({ path }) => path)).toEqual([
    "estimates.csv",
    "estimates.json",
    "representation.csv",
    "quality.csv",
  ]);
});
