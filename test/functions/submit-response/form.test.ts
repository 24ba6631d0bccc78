import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { surveyPage } from "../../../functions/survey-page/survey-page.ts";
import { decodeAnswers } from "../../../lib/survey/canonical-answers.ts";
import {
  answerOf,
  core1,
  during,
  eventOf,
  formEvent,
  hiddenFields,
  link,
  residentTown,
  type Town,
} from "../resident-town.ts";

let town: Town;
let door: ReturnType<typeof submitDoor>;
beforeAll(async () => {
  town = await residentTown();
  door = submitDoor(town.needs);
});
afterAll(() => town.close());

/** The hidden fields of a page made just now. */
async function newPage(lang = "en", at = during): Promise<Record<string, string>> {
  const get = surveyPage(town.needs);
  return hiddenFields((await answerOf(get, eventOf({ path: `/s/${link}`, link, query: { lang }, at }))).body);
}
const formHeaders = { "content-type": "application/x-www-form-urlencoded" };
const later = { at: during + 300_000 };
const storedOf = async ({ _submission }: Record<string, string>) =>
  (await town.stored()).find(({ submission }) => submission === _submission);

test("answers are stored as they were given, and nothing beside them", async () => {
  const page = await newPage("es");
  const form = new URLSearchParams({ ...page, respect: "4", listen: "dk", fair: "ref", age: "25-34" });
  form.append("race", "white");
  form.append("race", "asian");
  const answer = await answerOf(door, formEvent(form, { ...later, query: { lang: "es" } }));
  expect(answer).toMatchObject({ status: 303, headers: { location: `/s/${link}/thanks?lang=es` }, body: "" });
  const stored = (await storedOf(page))!;
  const answers = decodeAnswers(core1, stored.answers);
  expect(answers).toMatchObject({
    respect: 4,
    listen: { missing: "dk" },
    fair: { missing: "ref" },
    age: "25-34",
    race: ["asian", "white"],
    explain: { missing: "skip" },
  });
  expect(stored).toMatchObject({
    stream: "open",
    mode: "web",
    place: null,
    language: "es",
    designClass: "@1",
    flags: [],
  });
  expect(Object.keys(stored).sort()).toEqual(
    [
      "submission",
      "instrument",
      "stream",
      "place",
      "mode",
      "language",
      "designClass",
      "flags",
      "answers",
      "digest",
      "expires",
    ].sort(),
  );
});

test("the same form sent twice is stored once and thanked twice", async () => {
  const form = { ...(await newPage()), respect: "2" };
  const before = (await town.stored()).length;
  expect((await answerOf(door, formEvent(form, later))).status).toBe(303);
  expect((await answerOf(door, formEvent(form, later))).status).toBe(303);
  expect(await town.stored()).toHaveLength(before + 1);
});

test("changed answers of the same page are not taken: the first stand", async () => {
  const page = await newPage();
  await answerOf(door, formEvent({ ...page, respect: "2" }, later));
  const answer = await answerOf(door, formEvent({ ...page, respect: "5" }, later));
  expect(answer.status).toBe(409);
  expect(answer.body).toContain("your first answers stand");
  expect(decodeAnswers(core1, (await storedOf(page))!.answers).respect).toBe(2);
});

test("what cannot be stored comes back with a list of links, the title says so, and everything else is kept", async () => {
  const page = await newPage();
  const answer = await answerOf(
    door,
    formEvent({ ...page, respect: "9", fair: "3", age: "65-74", "no-such": "1" }, later),
  );
  expect(answer.status).toBe(422);
  expect(answer.body).toContain("<title>Error: Trust and safety in Riverton</title>");
  expect(answer.body).toContain('<a href="#respect">');
  expect(answer.body).toContain('id="respect-error"');
  expect(answer.body).toContain('name="fair" value="3" checked');
  expect(answer.body).toContain('name="age" value="65-74" checked');
  expect(answer.body.match(/ checked/g)).toHaveLength(2);
  expect(hiddenFields(answer.body)).toEqual(page);
  expect(await storedOf(page)).toBeUndefined();
});

test("another language is the same page: answers, submission and token kept, nothing stored", async () => {
  const page = await newPage();
  const answer = await answerOf(door, formEvent({ ...page, respect: "4", _lang: "es" }, later));
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('<html lang="es" dir="ltr">');
  expect(answer.body).toContain("Muy en desacuerdo");
  expect(answer.body).toContain('name="respect" value="4" checked');
  expect(hiddenFields(answer.body)).toEqual({ ...page, _language: "es" });
  expect(await storedOf(page)).toBeUndefined();
});

test("whoever is faster than a person can read is flagged, and so is a program that fills what nobody sees", async () => {
  const quick = await newPage();
  await answerOf(door, formEvent({ ...quick, respect: "4", fair: "4" }, { at: during + 1900 }));
  expect((await storedOf(quick))?.flags).toEqual(["fast"]);
  const slow = await newPage();
  await answerOf(door, formEvent({ ...slow, respect: "4", fair: "4", _website: "http://x" }, { at: during + 2100 }));
  expect((await storedOf(slow))?.flags).toEqual(["trap"]);
});

test.each([
  ["no submission id", { _submission: "" }],
  ["a submission id of somebody's own", { _submission: "../../x" }],
  ["none of the page's own fields", { _submission: "", _wave: "" }],
  ["an instrument that the wave does not take", { _instrument: "0000000000000000" }],
])("%s: the page comes again with the answers kept", async (_, wrong) => {
  const page = await newPage();
  const answer = await answerOf(door, formEvent({ ...page, respect: "4", ...wrong }, later));
  expect(answer.status).toBe(422);
  expect(answer.body).toContain('name="respect" value="4" checked');
  expect(answer.body).toContain("The survey changed while you had it open.");
  const again = await answerOf(door, formEvent({ ...hiddenFields(answer.body), respect: "4" }, later));
  expect(again.status).toBe(303);
});

test.each([
  ["413", { body: "a".repeat(65_537) }, 413, "That is too much to send"],
  ["415 for a picture", { headers: { "content-type": "image/png" } }, 415, "We cannot read what was sent"],
  [
    "415 for a compressed body",
    { headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" } },
    415,
    "We cannot read what was sent",
  ],
  ["404", { link: "zzzzzz" }, 404, "We cannot find this page"],
])("%s is a page in the resident's language", async (_, ask, status, title) => {
  const answer = await answerOf(door, formEvent({ respect: "4" }, { ...ask, query: { lang: "en" } }));
  expect(answer).toMatchObject({ status, headers: { "content-type": "text/html; charset=utf-8" } });
  expect(answer.body).toContain(`<h1>${title}</h1>`);
  const spanish = await answerOf(
    door,
    formEvent(
      { respect: "4" },
      { ...ask, headers: { "accept-language": "es", ...formHeaders, ...("headers" in ask && ask.headers) } },
    ),
  );
  expect(spanish.body).toContain('<html lang="es"');
});

test("a body in base64 is the same body", async () => {
  const form = new URLSearchParams({ ...(await newPage()), respect: "4" });
  const body = Buffer.from(form.toString()).toString("base64");
  expect((await answerOf(door, formEvent({}, { body, isBase64Encoded: true }))).status).toBe(303);
});

test("stores that are down: 503 with Retry-After, and what was logged is a code", async () => {
  const page = await newPage();
  const down = {
    ...town.needs,
    stores: {
      ...town.needs.stores,
      answers: {
        ...town.needs.stores.answers,
        add: async () => {
          const { Problem } = await import("../../../lib/problems/problem.ts");
          throw new Problem("store-unavailable", { reason: "disk full" });
        },
      },
    },
  };
  town.logged.length = 0;
  const answer = await answerOf(submitDoor(down), formEvent({ ...page, respect: "4" }, { query: { lang: "es" } }));
  expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  expect(answer.body).toContain("No se contará dos veces.");
  expect(town.logged).toEqual([{ outcome: "refused", code: "store-unavailable" }]);
});

test("a bug tells nothing: neither the resident nor the log", async () => {
  const page = await newPage();
  const secret = "respect=4 by Jane at 203.0.113.7";
  const broken = {
    ...town.needs,
    stores: {
      ...town.needs.stores,
      answers: { ...town.needs.stores.answers, add: () => Promise.reject(new Error(secret)) },
    },
  };
  town.logged.length = 0;
  const answer = await answerOf(submitDoor(broken), formEvent({ ...page, respect: "4" }));
  expect(answer.status).toBe(500);
  expect(answer.body + JSON.stringify(town.logged)).not.toMatch(/Jane|203\.0|respect/);
  expect(town.logged).toMatchObject([{ outcome: "fault", code: "Error" }]);
});
