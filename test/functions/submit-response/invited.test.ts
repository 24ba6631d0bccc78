import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import type { AnswerStore } from "../../../lib/stores/answer-store.ts";
import { decodeAnswers } from "../../../lib/survey/canonical-answers.ts";
import {
  answerOf,
  codeHash,
  core1,
  formEvent,
  jsonEvent,
  link,
  residentTown,
  type Town,
  version,
  wave,
} from "../resident-town.ts";

let town: Town;
beforeAll(async () => {
  town = await residentTown();
  await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
  const codes = ["k7q2m9xr4t", "aaaaaaaaa1", "aaaaaaaaa2", "aaaaaaaaa3"];
  const invitations = codes.map((code) => ({ hash: codeHash(code), designClass: "north@1.5" }));
  await town.needs.stores.answers.addInvitations(wave, invitations);
});
afterAll(() => town.close());

let made = 0;
const fields = (code: string) => ({
  _submission: (++made).toString(16).padStart(32, "c"),
  _wave: wave.wave,
  _instrument: version,
  _language: "en",
  _code: code,
  respect: "4",
});
const send = (form: Record<string, string>) => answerOf(submitDoor(town.needs), formEvent(form));
const storedOf = async (id: string) => (await town.stored()).find(({ submission }) => submission === id);

test("a code typed as it is printed puts the answer into the invited sample, in its class; once", async () => {
  const form = fields(" K7Q2M-9XR4T ");
  expect((await send(form)).status).toBe(303);
  expect(await storedOf(form._submission)).toMatchObject({ stream: "invited", designClass: "north@1.5" });
  expect((await send(form)).status).toBe(303);
  const second = fields("k7q2m9xr4t");
  expect((await send(second)).status).toBe(409);
  expect(await storedOf(second._submission)).toBeUndefined();
});

test("a spent code and one that never was get the same page after the same calls, and the answers are kept", async () => {
  const calls: string[] = [];
  const counting = new Proxy(town.needs.stores.answers, {
    get(store, name: keyof AnswerStore) {
      calls.push(name);
      return store[name].bind(store);
    },
  });
  const door = submitDoor({ ...town.needs, stores: { ...town.needs.stores, answers: counting } });
  expect((await answerOf(door, formEvent(fields("aaaaaaaaa1")))).status).toBe(303);
  calls.length = 0;
  const form = fields("aaaaaaaaa1");
  const spent = await answerOf(door, formEvent(form));
  const callsOfSpent = calls.splice(0);
  const unknown = await answerOf(door, formEvent({ ...form, _code: "bbbbbbbbb1" }));
  expect(calls).toEqual(callsOfSpent);
  expect(spent.status).toBe(409);
  expect({ ...unknown, body: unknown.body.replaceAll("bbbbbbbbb1", "aaaaaaaaa1") }).toEqual(spent);
  expect(spent.body).toContain('name="respect" value="4" checked');
  expect(spent.body).toContain('<a href="#_code">');
});

test("as JSON every refusal has one and the same body", async () => {
  const json = (code: string, submission: string, respect: number) =>
    answerOf(
      submitDoor(town.needs),
      jsonEvent({
        link,
        wave: wave.wave,
        instrument: version,
        submission,
        language: "en",
        answers: { respect },
        ...(code && { code }),
      }),
    );
  expect((await json("aaaaaaaaa2", "d".repeat(32), 1)).status).toBe(201);
  expect((await json("aaaaaaaaa2", "d".repeat(32), 1)).status).toBe(200);
  expect((await json("", "e".repeat(32), 1)).status).toBe(201);
  const refusals = [
    await json("aaaaaaaaa2", "f".repeat(32), 1),
    await json("bbbbbbbbb2", "f".repeat(32), 1),
    await json("!", "f".repeat(32), 1),
    await json("", "e".repeat(32), 5),
    await json("aaaaaaaaa2", "d".repeat(32), 5),
  ];
  expect(new Set(refusals.map(({ body }) => body)).size).toBe(1);
  expect(refusals[0]).toMatchObject({ status: 409, headers: { "content-type": "application/problem+json" } });
});

test("64 people with one code at the same moment: one answer", async () => {
  const door = submitDoor(town.needs);
  const answers = await Promise.all(Array.from({ length: 64 }, () => answerOf(door, formEvent(fields("aaaaaaaaa3")))));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(63);
});

test("without a code the answer is in the open sample; the code itself is nowhere", async () => {
  const form = fields("  ");
  expect((await send(form)).status).toBe(303);
  const stored = (await storedOf(form._submission))!;
  expect(stored).toMatchObject({ stream: "open", designClass: "@1" });
  expect(decodeAnswers(core1, stored.answers).respect).toBe(4);
  expect(JSON.stringify(await town.stored()) + JSON.stringify(town.logged)).not.toMatch(/k7q2m9xr4t|aaaaaaaaa/i);
});

test("a survey of an invited sample alone asks for the code", async () => {
  await town.putSurvey({ samplingMode: { invited: "probability" } });
  const answer = await send(fields(""));
  expect(answer.status).toBe(422);
  expect(answer.body).toContain("Type the code from your letter.");
  await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
});

test("a place is stored only where three links share it; the mode is the link's", async () => {
  await town.putLink({ id: "aaaaa1", place: "library", mode: "kiosk" });
  await town.putLink({ id: "aaaaa2", place: "library" });
  const at = (id: string) => formEvent(fields(""), { link: id });
  const place = async (id: string) => {
    const event = at(id);
    await answerOf(submitDoor(town.needs), event);
    const submission = new URLSearchParams(event.body).get("_submission")!;
    const { place, mode } = (await storedOf(submission))!;
    return { place, mode };
  };
  expect(await place("aaaaa1")).toEqual({ place: null, mode: "kiosk" });
  await town.putLink({ id: "aaaaa3", place: "library", mode: "interviewer" });
  expect(await place("aaaaa1")).toEqual({ place: "library", mode: "kiosk" });
  expect(await place("aaaaa3")).toEqual({ place: "library", mode: "interviewer" });
});
