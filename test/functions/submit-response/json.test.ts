import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { answerOf, formEvent, jsonEvent, link, residentTown, type Town, version } from "../resident-town.ts";

let town: Town;
let door: ReturnType<typeof submitDoor>;
beforeAll(async () => {
  town = await residentTown();
  door = submitDoor(town.needs);
});
afterAll(() => town.close());

let made = 0;
const newId = (): string => (++made).toString(16).padStart(32, "0");
const submissionOf = (changes: object = {}) => ({
  link,
  wave: "2026-q1",
  instrument: version,
  submission: newId(),
  language: "en",
  answers: { respect: 4, listen: { missing: "dk" }, race: ["white"] },
  ...changes,
});
const send = async (value: unknown) => {
  const { status, headers, body } = await answerOf(door, jsonEvent(value));
  return { status, type: headers["content-type"], headers, body: JSON.parse(body) };
};

test("a body that API Gateway took for binary is read", async () => {
  const body = Buffer.from(JSON.stringify(submissionOf({ answers: { respect: 4, race: ["white"] } }))).toString(
    "base64",
  );
  expect((await answerOf(door, jsonEvent(body, { isBase64Encoded: true }))).status).toBe(201);
});

test("201 when stored, 200 when the same comes again, 409 when it has changed", async () => {
  const submission = submissionOf();
  expect(await send(submission)).toMatchObject({
    status: 201,
    type: "application/json",
    body: { submission: submission.submission },
  });
  expect(await send(submission)).toMatchObject({ status: 200, body: { submission: submission.submission } });
  expect(await send({ ...submission, answers: { respect: 1 } })).toMatchObject({
    status: 409,
    type: "application/problem+json",
    body: { code: "submission-refused", status: 409 },
  });
  expect((await town.stored()).filter((one) => one.submission === submission.submission)).toHaveLength(1);
});

test("a form and JSON with the same answers are stored alike", async () => {
  const [byForm, byJson] = [newId(), newId()];
  const form = new URLSearchParams({ _submission: byForm, _wave: "2026-q1", _instrument: version, _language: "es" });
  for (const [name, value] of [
    ["respect", "2"],
    ["listen", "ref"],
    ["age", "75-plus"],
    ["race", "white"],
    ["race", "black"],
    ["contact", "yes"],
  ])
    form.append(name!, value!);
  expect((await answerOf(door, formEvent(form))).status).toBe(303);
  const answers = { respect: 2, listen: { missing: "ref" }, age: "75-plus", race: ["black", "white"], contact: "yes" };
  expect(await send(submissionOf({ submission: byJson, language: "es", answers }))).toMatchObject({ status: 201 });
  const all = await town.stored();
  const [one, other] = [byForm, byJson].map((id) => all.find(({ submission }) => submission === id)!);
  expect({ ...one, submission: "", digest: "" }).toEqual({ ...other, submission: "", digest: "" });
  // Each may be sent again the other way round: to the store it is the same submission.
  expect(await send(submissionOf({ submission: byForm, language: "es", answers }))).toMatchObject({ status: 200 });
});

test.each([
  ["a text for a scale", { answers: { respect: "4" } }, ["respect"], ["not-an-option"]],
  [
    "a value off the scale",
    { answers: { respect: 6, fair: 0 } },
    ["respect", "fair"],
    ["not-an-option", "not-an-option"],
  ],
  ["an unknown item", { answers: { "no-such": 1 } }, ["no-such"], ["unknown-item"]],
  [
    "no wave and no instrument",
    { wave: undefined, instrument: undefined },
    ["wave", "instrument"],
    ["required", "required"],
  ],
  ["a wave the survey does not have", { wave: "1999" }, ["wave"], ["not-an-option"]],
  ["an instrument the wave does not take", { instrument: "ffff" }, ["instrument"], ["not-an-option"]],
  ["a language without translation", { language: "tlh" }, ["language"], ["not-an-option"]],
  ["a submission id of another form", { submission: "A".repeat(32) }, ["submission"], ["wrong-type"]],
  ["a field nobody knows", { ip: "203.0.113.7" }, ["ip"], ["unknown-item"]],
  ["a list for answers", { answers: [1, 2] }, ["answers"], ["wrong-type"]],
  ["an object for an answer", { answers: { respect: { value: 4 } } }, ["respect"], ["wrong-type"]],
  ["__proto__", JSON.parse('{"answers":{"__proto__":{"respect":4}}}'), ["__proto__"], ["unknown-item"]],
])("%s is refused with its field", async (_, changes, fields, codes) => {
  const { status, type, body } = await send(submissionOf(changes));
  expect({ status, type }).toEqual({ status: 422, type: "application/problem+json" });
  expect(body.code).toBe("answers-refused");
  expect(body.fields.map(({ field }: { field: string }) => field)).toEqual(fields);
  expect(body.fields.map(({ code }: { code: string }) => code)).toEqual(codes);
});

test.each([
  ["no JSON", "{", 422, "not-json"],
  ["nothing", "", 422, "not-json"],
  ["100 levels", `${"[".repeat(100)}${"]".repeat(100)}`, 422, "not-json"],
  ["a number", "7", 422, "answers-refused"],
  ["null", "null", 422, "answers-refused"],
  ["too much", `"${"a".repeat(65_536)}"`, 413, "body-too-large"],
  ["an unknown link", JSON.stringify(submissionOf({ link: "zzzzzz" })), 404, "unknown-link"],
])("%s is a problem document", async (_, text, status, code) => {
  expect(await send(text)).toMatchObject({ status, type: "application/problem+json", body: { code, status } });
});

test.each([
  [{ "content-type": "text/plain" }],
  [{ "content-type": "application/x-www-form-urlencoded" }],
  [{ "content-type": "application/json", "content-encoding": "br" }],
])("%o is not read: 415", async (headers) => {
  const answer = await answerOf(door, jsonEvent(submissionOf(), { headers }));
  expect(answer).toMatchObject({ status: 415, headers: { "content-type": "application/problem+json" } });
});

test("bytes that are no UTF-8 are not guessed at", async () => {
  const body = Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString("base64");
  const answer = await answerOf(door, jsonEvent("", { body, isBase64Encoded: true }));
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.body).code).toBe("not-json");
});
