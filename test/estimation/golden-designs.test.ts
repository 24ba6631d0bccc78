import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type DesignEstimates, estimateDesign } from "../../lib/estimation/index.ts";
import { expectNumbers } from "./expect-numbers.ts";

interface Refusal {
  exit: number;
  mentions: string[];
}
const golden = new URL("../golden/", import.meta.url);
const files = readdirSync(golden, { recursive: true, encoding: "utf8" });
// The cases of the General Social Survey have no rows here: golden-gss.test.ts tests them from cell counts.
const cases = files
  .filter((file) => file.endsWith("responses.csv") && files.includes(file.replace("responses.csv", "design.json")))
  .map((file) => file.slice(0, -"/responses.csv".length))
  .sort();
const read = (folder: string, file: string) => readFileSync(new URL(`${folder}/${file}`, golden));
const expectedOf = (folder: string): DesignEstimates | Refusal => JSON.parse(read(folder, "expected.json").toString());

/** The command on one case, its rows in pieces of some size. */
const run = (folder: string, piece = Number.POSITIVE_INFINITY): DesignEstimates => {
  const bytes = read(folder, "responses.csv");
  const pieces = function* () {
    for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
  };
  const designText = read(folder, "design.json").toString();
  const responses = piece === Number.POSITIVE_INFINITY ? bytes : pieces();
  return estimateDesign({ designFile: "design.json", designText, responsesFile: "responses.csv", responses });
};

test("every case of the golden set is here", () => expect(cases).toHaveLength(60));

const estimated = cases.filter((folder) => !("exit" in expectedOf(folder)));
test.each(estimated)("%s: every number equals R survey to 1e-9", (folder) => {
  const expected = expectedOf(folder) as DesignEstimates;
  const actual = run(folder);
  expectNumbers({ ...actual }, { ...expected }, folder);
  expect(actual.estimates.map(({ measure, domain }) => [measure, domain])).toEqual(
    expected.estimates.map(({ measure, domain }) => [measure, domain]),
  );
  expected.estimates.forEach((entry, at) => {
    expectNumbers(
      { ...actual.estimates[at] },
      { ...entry },
      `${folder} ${entry.measure} ${JSON.stringify(entry.domain)}`,
    );
  });
});

test.each(estimated)("%s: bytes that come in pieces of 7 give the same", (folder) => {
  expect(run(folder, 7)).toEqual(run(folder));
});

const refused = cases.filter((folder) => "exit" in expectedOf(folder));
test.each(refused)("%s: refused in a sentence that names the place", (folder) => {
  const { mentions } = expectedOf(folder) as Refusal;
  for (const word of mentions) expect(() => run(folder)).toThrow(word);
});
