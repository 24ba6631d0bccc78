import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { surveyPage } from "../../../functions/survey-page/survey-page.ts";
import { Problem } from "../../../lib/problems/problem.ts";
import {
  answerOf,
  eventOf,
  formEvent,
  hiddenFields,
  jsonEvent,
  link,
  residentTown,
  sha256,
  type Town,
  wave,
} from "../resident-town.ts";

let town: Town;
beforeAll(async () => {
  town = await residentTown();
  await town.putSurvey({ receipts: true });
  await town.putLink({ id: "aaaaa1", mode: "kiosk" });
});
afterAll(() => town.close());

const newPage = async (of = link) =>
  hiddenFields((await answerOf(surveyPage(town.needs), eventOf({ path: `/s/${of}`, link: of }))).body);
const send = (form: Record<string, string>, needs = town.needs, of = link) =>
  answerOf(submitDoor(needs), formEvent({ ...form, respect: "4" }, { link: of }));
const receiptIn = (location: string | undefined) =>
  new URL(location ?? "", "http://localhost").searchParams.get("receipt");
const kept = async (): Promise<string[]> => {
  const all: string[] = [];
  for await (const page of town.needs.stores.answers.receipts(wave)) all.push(...page);
  return all;
};

test("the receipt that a page was made with is kept as a hash and shown after sending; again, it is the same", async () => {
  const form = await newPage();
  const first = await send(form);
  const receipt = receiptIn(first.headers.location);
  expect(receipt).toBe(form._receipt!.split(".")[0]);
  expect(await kept()).toContain(sha256(receipt!));
  const before = (await kept()).length;
  expect((await send(form)).headers.location).toBe(first.headers.location);
  expect(await kept()).toHaveLength(before);
  const thanks = eventOf({ path: `/s/${link}/thanks`, link, query: { lang: "en", receipt: receipt! } });
  const { body } = await answerOf(surveyPage(town.needs), thanks);
  expect(body).toContain(`>${receipt!.toUpperCase().replace(/(.{4})(.{4})/, "$1-$2-")}<`);
  expect(body).toContain('href="/check?lang=en"');
});

test("nothing of the receipt is in the response, and the log says nothing of it", async () => {
  const form = await newPage();
  const receipt = receiptIn((await send(form)).headers.location)!;
  const told = JSON.stringify(await town.stored()) + JSON.stringify(town.logged);
  expect(told).not.toContain(receipt);
  expect(told).not.toContain(sha256(receipt));
  expect(told).not.toContain(form._receipt!.split(".")[1]);
});

test.each([
  ["of another page", async () => (await newPage())._receipt!],
  ["made up", async () => `k7q2m9xr4tab.${"0".repeat(32)}`],
])("a receipt %s is none: the answers are stored, no receipt is kept or shown", async (_name, receipt) => {
  const form = { ...(await newPage()), _receipt: await receipt() };
  const before = (await kept()).length;
  const answer = await send(form);
  expect(answer).toMatchObject({ status: 303, headers: { location: `/s/${link}/thanks?lang=en` } });
  expect(await kept()).toHaveLength(before);
});

test("a receipt that cannot be kept fails nothing: the answers are stored, the page shows none", async () => {
  const form = await newPage();
  const answers = {
    ...town.needs.stores.answers,
    addReceipt: () => Promise.reject(new Problem("store-unavailable", { reason: "test" })),
  };
  const answer = await send(form, { ...town.needs, stores: { ...town.needs.stores, answers } });
  expect(answer).toMatchObject({ status: 303, headers: { location: `/s/${link}/thanks?lang=en` } });
  expect((await town.stored()).some(({ submission }) => submission === form._submission)).toBe(true);
  expect(town.logged.at(-1)).toEqual({ outcome: "receipt-not-kept", code: "store-unavailable" });
  expect(receiptIn((await send(form)).headers.location)).toBe(form._receipt!.split(".")[0]);
});

test("as JSON the answer names the receipt", async () => {
  const { _submission, _wave, _instrument, _page, _receipt } = await newPage();
  const body = { link, wave: _wave, instrument: _instrument, submission: _submission, page: _page, receipt: _receipt };
  const answer = await answerOf(
    submitDoor(town.needs),
    jsonEvent({ ...body, language: "en", answers: { respect: 4 } }),
  );
  expect(JSON.parse(answer.body)).toEqual({ submission: _submission, stored: true, receipt: _receipt!.split(".")[0] });
});

test("the page in another language and the page with its errors carry the same receipt", async () => {
  const form = await newPage();
  const spanish = await answerOf(submitDoor(town.needs), formEvent({ ...form, _lang: "es" }));
  expect(hiddenFields(spanish.body)._receipt).toBe(form._receipt);
  const faulty = await answerOf(submitDoor(town.needs), formEvent({ ...form, respect: "9" }));
  expect(hiddenFields(faulty.body)._receipt).toBe(form._receipt);
});

test("a device that many use gives none", async () => {
  const form = await newPage("aaaaa1");
  expect(form._receipt).toBeUndefined();
  expect(receiptIn((await send(form, town.needs, "aaaaa1")).headers.location)).toBeNull();
});

test("a survey gives none unless it says so, and its thank-you page shows none", async () => {
  await town.putSurvey({});
  const form = await newPage();
  expect(form._receipt).toBeUndefined();
  const thanks = eventOf({ path: `/s/${link}/thanks`, link, query: { receipt: "k7q2m9xr4tab" } });
  expect((await answerOf(surveyPage(town.needs), thanks)).body).not.toContain("K7Q2-M9XR-4TAB");
  await town.putSurvey({ receipts: true });
  expect((await answerOf(surveyPage(town.needs), thanks)).body).toContain("K7Q2-M9XR-4TAB");
});
