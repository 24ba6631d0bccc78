import { afterEach, beforeEach, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { surveyPage } from "../../../functions/survey-page/survey-page.ts";
import { documentKey, type WaveKeys } from "../../../lib/stores/registry.ts";
import { decodeAnswers } from "../../../lib/survey/canonical-answers.ts";
import { instrumentHash } from "../../../lib/survey/parse-instrument.ts";
import { everyType } from "../../pages/every-type.ts";
import {
  answerOf,
  areas,
  closes,
  codeHash,
  core1,
  during,
  eventOf,
  formEvent,
  hiddenFields,
  jsonEvent,
  link,
  nextWave,
  residentTown,
  sha256,
  type Town,
  version,
  wave,
} from "../resident-town.ts";

let town: Town;
beforeEach(async () => {
  town = await residentTown();
});
afterEach(() => town.close());

const pageAt = async (at: number): Promise<Record<string, string>> =>
  hiddenFields((await answerOf(surveyPage(town.needs), eventOf({ path: `/s/${link}`, link, at }))).body);
const post = async (fields: Record<string, string>, at: number) =>
  answerOf(submitDoor(town.needs), formEvent(fields, { at }));
const minutes = 60_000;
const inApril = Date.parse("2026-04-10T00:00:00Z");

test.each([
  ["in the last millisecond, without a token", closes - 1, false, 303],
  ["at closing, page made before", closes, true, 303],
  ["at the end of the grace time, page made before", closes + 15 * minutes - 1, true, 303],
  ["at closing, without a token", closes, false, 410],
  ["after the grace time, page made before", closes + 15 * minutes, true, 410],
])("an answer %s: as a form and as JSON", async (_, at, withToken, status) => {
  const page = await pageAt(during);
  if (!withToken) page._page = "";
  const answer = await post({ ...page, respect: "4" }, at);
  expect(answer.status).toBe(status);
  expect(await town.stored()).toHaveLength(status === 303 ? 1 : 0);
  if (status === 410) expect(answer.body).toContain("This survey has closed");
  const json = {
    link,
    wave: wave.wave,
    instrument: version,
    submission: page._submission,
    language: "en",
    answers: { respect: 4 },
  };
  const again = await answerOf(
    submitDoor(town.needs),
    jsonEvent({ ...json, ...(withToken && { page: page._page }) }, { at }),
  );
  expect(again.status).toBe(status === 303 ? 200 : 410);
});

test("a token of another page, or one made after closing, does not help", async () => {
  const [one, other] = [await pageAt(during), await pageAt(during)];
  expect((await post({ ...one, _page: other._page! }, closes + 1)).status).toBe(410);
  expect((await post({ ...one, _page: `zzzzzzzz${one._page!.slice(8)}` }, closes + 1)).status).toBe(410);
  expect(await town.stored()).toEqual([]);
});

test("the page of a closed wave becomes the page of the open one: answers that fit kept, a submission of its own", async () => {
  const page = await pageAt(during);
  const { items } = core1;
  const fewer = { ...core1, items: items.filter(({ id }) => id !== "fair") };
  const hash = instrumentHash(fewer, sha256);
  await town.write(documentKey.instrument("riverton", hash), fewer);
  await town.putWave({ ...nextWave, instruments: [hash] });
  const answer = await post({ ...page, respect: "4", fair: "2", age: "no-such" }, inApril);
  expect(answer.status).toBe(409);
  expect(answer.body).toContain("a new one is open");
  expect(answer.body.match(/ checked/g)).toHaveLength(1);
  const moved = hiddenFields(answer.body);
  expect(moved).toMatchObject({ _wave: "2026-q2", _instrument: hash });
  expect(moved._submission).not.toBe(page._submission);
  expect((await post({ ...moved, respect: "4" }, inApril + minutes)).status).toBe(303);
  const stored = await town.stored(nextWave);
  expect(stored).toHaveLength(1);
  expect(decodeAnswers(fewer, stored[0]!.answers).respect).toBe(4);
  expect(await town.stored(wave)).toEqual([]);
});

test("what does not fit the open wave is not carried over to it", async () => {
  const page = await pageAt(during);
  const hash = instrumentHash(everyType, sha256);
  await town.write(documentKey.instrument("riverton", hash), everyType);
  await town.putWave({ ...nextWave, instruments: [hash] });
  const fields = { ...page, mood: "2", colour: "red", pets: "cat", words: "kept", years: "200" };
  const { body } = await post(fields, inApril);
  expect(body).toContain("kept</textarea>");
  expect(body).not.toContain('value="200"');
  expect((await post({ ...fields, years: "20" }, inApril)).body).toContain('value="20"');
});

test("JSON for a closed wave is told which one is open", async () => {
  await town.putWave(nextWave);
  const json = { link, wave: wave.wave, instrument: version, submission: "a".repeat(32), language: "en", answers: {} };
  const answer = await answerOf(submitDoor(town.needs), jsonEvent(json, { at: inApril }));
  expect(answer.status).toBe(410);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "wave-closed", openWave: "2026-q2" });
});

test("a letter code belongs to its wave: with one, a closed wave is only closed", async () => {
  const page = await pageAt(during);
  await town.putWave(nextWave);
  const answer = await post({ ...page, respect: "4", _code: "K7Q2M-9XR4T" }, inApril);
  expect(answer.status).toBe(410);
  expect(answer.body).toContain(`href="/s/${link}?lang=en"`);
});

test("an earlier instrument that the wave still takes is read as that instrument", async () => {
  const page = await pageAt(during);
  const longer = { ...core1, items: core1.items.toReversed() };
  const hash = instrumentHash(longer, sha256);
  await town.putSurvey({}, longer);
  await town.putWave({ ...wave, instruments: [version, hash] });
  expect((await post({ ...page, respect: "4" }, during + 10 * minutes)).status).toBe(303);
  expect((await town.stored())[0]).toMatchObject({ instrument: version });
  expect(await pageAt(during + 10 * minutes)).toMatchObject({ _instrument: hash });
});

test("no refusal rests on the cache: a wave extended, a link made and an instrument added a moment ago are obeyed", async () => {
  const door = submitDoor(town.needs);
  const get = surveyPage(town.needs);
  const at = closes + 20 * minutes;
  const page = hiddenFields((await answerOf(get, eventOf({ path: `/s/${link}`, link, at: during }))).body);
  const form = { ...page, respect: "4" };
  const send = (fields: Record<string, string>, to = link) => answerOf(door, formEvent(fields, { at, link: to }));
  expect((await send(form)).status).toBe(410);
  await town.putWave({ ...wave, closes: new Date(closes + 60 * minutes).toISOString() });
  expect((await send(form)).status).toBe(303);
  expect((await answerOf(get, eventOf({ path: `/s/${link}`, link, at }))).body).toContain("_submission");

  expect((await send(form, "abcdef")).status).toBe(404);
  await town.putLink({ id: "abcdef" });
  expect((await send({ ...form, _submission: "b".repeat(32) }, "abcdef")).status).toBe(303);
});

test("no refusal of an answer rests on the cache: an area that was added a moment ago is taken", async () => {
  const door = submitDoor(town.needs);
  const page = hiddenFields(
    (await answerOf(surveyPage(town.needs), eventOf({ path: `/s/${link}`, link, at: during }))).body,
  );
  const send = (fields: Record<string, string>) => answerOf(door, formEvent({ ...page, ...fields }, { at: during }));
  expect((await send({ area: "west" })).status).toBe(422);
  await town.putSurvey({}, core1, [...areas, { id: "west", name: "West Side" }]);
  expect((await send({ area: "west" })).status).toBe(303);
  expect((await send({ area: "nowhere" })).status).toBe(422);
});

test("a code is known from the moment its ledger is loaded", async () => {
  const keys = documentKey.waveKeys(wave.department, wave.wave);
  const { pepper, ...before } = (await town.needs.stores.registry.read<WaveKeys>(keys))!.value;
  await town.write(keys, before);
  const door = submitDoor(town.needs);
  const page = hiddenFields(
    (await answerOf(surveyPage(town.needs), eventOf({ path: `/s/${link}`, link, at: during }))).body,
  );
  const form = { ...page, _code: "k7q2m9xr4t", respect: "4" };
  expect((await answerOf(door, formEvent(form, { at: during }))).status).toBe(409);
  await town.write(keys, { ...before, pepper });
  const invitations = [{ hash: codeHash("k7q2m9xr4t"), designClass: "@1" }];
  await town.needs.stores.answers.addInvitations(wave, invitations);
  expect((await answerOf(door, formEvent(form, { at: during }))).status).toBe(303);
  expect((await town.stored()).map(({ stream }) => stream)).toEqual(["invited"]);
});

test("a revoked link takes nothing, and says what an unknown one says", async () => {
  const page = await pageAt(during);
  await town.putLink({ id: link, revoked: new Date(during).toISOString() });
  const revoked = await post({ ...page, respect: "4" }, during);
  expect(revoked.status).toBe(404);
  expect(await town.stored()).toEqual([]);
});

test("a cancelled wave takes nothing", async () => {
  const page = await pageAt(during);
  await town.putWave({ ...wave, cancelled: new Date(during).toISOString() });
  expect((await post({ ...page, respect: "4" }, during + minutes)).status).toBe(410);
});

test("a trial is taken, and the pages say that it is one", async () => {
  await town.putWave({ ...wave, trial: true });
  const get = surveyPage(town.needs);
  const html = (await answerOf(get, eventOf({ path: `/s/${link}`, link }))).body;
  expect(html).toContain("This is a trial.");
  expect((await post({ ...hiddenFields(html), respect: "4" }, during)).status).toBe(303);
  expect((await answerOf(get, eventOf({ path: `/s/${link}/thanks`, link }))).body).toContain("This is a trial.");
});
