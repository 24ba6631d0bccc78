import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { surveyPage } from "../../functions/survey-page/survey-page.ts";
import en from "../../lib/language/strings/en.json" with { type: "json" };
import { type Proof, promises } from "../../lib/pages/promises.ts";
import { answerOf, eventOf, link, residentTown } from "../functions/resident-town.ts";

/** Words by which a sentence promises; one that has them needs a proof. */
const promising =
  /\b(not (store|keep|kept|be counted)|never|only totals|deleted?|nothing is lost|stand\b|does not lead|(are|is) stored|says nothing|are kept|stay here|cannot be taken back|may close|is cleared|you like|until you send|all the same)\b|stored\.|counted\./i;

/** Whether a file has a test of that name, not one that is skipped. */
function holds({ file, test }: Proof): boolean {
  const place = new URL(`../${file}`, import.meta.url);
  if (!existsSync(place)) return false;
  const quoted = JSON.stringify(test).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(\\btest(\\.each\\([^]*?\\))?|^\\]\\))\\(\\s*${quoted},`, "m").test(readFileSync(place, "utf8"));
}

test("a sentence that promises something names the tests that prove it", () => {
  const sentences = Object.entries(en.messages).filter(([, message]) => promising.test(message));
  expect(sentences.map(([key]) => key).filter((key) => !(key in promises))).toEqual([]);
});

describe.each(Object.entries(promises))("%s", (_key, proofs) => {
  test.each<Proof>(proofs)("is proved by “$test” in $file", (proof) => {
    expect(holds(proof)).toBe(true);
  });
});

test.each([
  ["a file that is not there", { file: "pages/no.test.ts", test: "x" }],
  ["a name that is not there", { file: "functions/tally-waves.test.ts", test: "a trial is" }],
])("%s proves nothing", (_name, proof) => {
  expect(holds(proof)).toBe(false);
});

test("on the page a promise carries its id, in every sentence of the consent that has one", async () => {
  const town = await residentTown();
  try {
    await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
    const { body } = await answerOf(
      surveyPage(town.needs),
      eventOf({ path: `/s/${link}`, link, query: { lang: "en" } }),
    );
    const carried = Array.from(body.matchAll(/data-promise="([a-z-]+)"/g), ([, key]) => key);
    expect(carried).toEqual([
      "consent-effort",
      "consent-stored",
      "consent-seen",
      "code-hint",
      "send-note",
      "withdraw",
      "kept",
      "kept-text",
    ]);
  } finally {
    await town.close();
  }
});
