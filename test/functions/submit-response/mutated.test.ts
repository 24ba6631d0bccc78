import { isUtf8 } from "node:buffer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import { fineAnswers, fineFields, hostileInstrument, hostileVersion } from "../hostile/hostile-survey.ts";
import { ownInspector } from "../hostile/inspector.ts";
import { courseOf, type Growth, growthOf, isLong, type Memory, memoryOf, partsOf } from "../hostile/memory.ts";
import { mutatedForm } from "../hostile/mutated-form.ts";
import { mutatedJson } from "../hostile/mutated-json.ts";
import { generator, oneOf, runsFrom } from "../hostile/random.ts";
import { submissionOracle } from "../hostile/submission-oracle.ts";
import { answerOf, areas, formEvent, jsonEvent, link, residentTown, type Town, wave } from "../resident-town.ts";

/** Nine in ten are JSON. `MUTATIONS=1000000` sends a million. */
const mutations = runsFrom("MUTATIONS", 20_000);
const forms = Math.floor(mutations / 10);
const bodies = mutations - forms;
const version = hostileVersion;
const oracle = submissionOracle({ link, wave: wave.wave, version, instrument: hostileInstrument, areas });
/** A hundred at a time: one by one, each would wait for the disk alone. */
const atOnce = 100;

let town: Town;
let door: ReturnType<typeof submitDoor>;
beforeAll(async () => {
  town = await residentTown([{ ...wave, instruments: [version] }]);
  await town.putSurvey({}, hostileInstrument);
  door = submitDoor({ ...town.needs, log: () => undefined });
});
afterAll(() => town.close());

interface Course extends Growth {
  readonly words: string;
}

/** Runs them all and reads memory on the way. */
async function grownOver(runs: number, run: (run: number) => Promise<void>): Promise<Course> {
  const course: Memory[] = [];
  for (let from = 0; from < runs; from += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, runs - from) }, (_, at) => run(from + at)));
    if (from + atOnce >= (runs * (course.length + 1)) / partsOf(runs))
      course.push(await memoryOf(process.pid, ownInspector));
  }
  return { ...growthOf(course[0]!, course.at(-1)!), words: courseOf(course) };
}

/** Reads what is stored a page at a time. */
async function storedCount(): Promise<number> {
  let count = 0;
  for await (const page of town.needs.stores.answers.ofWave(wave, 0)) {
    count += page.length;
    expect(page.filter((response) => !oracle.allowsStored(response))).toEqual([]);
  }
  return count;
}

const figures = (seen: ReadonlyMap<number, number>, { words }: Course): string =>
  `${[...seen].toSorted().map(([status, times]) => `${status}: ${times}`)}; ${words}`;

/** Bodies of several kinds of transport: as text, as bytes that may be no UTF-8, under a wrong name, compressed by name. */
function sent(
  text: string,
  random: () => number,
): { readonly ask: object; readonly read: string; readonly isJson: boolean } {
  const kind = random();
  if (kind < 0.04) {
    const types = [
      "text/plain",
      "application/json\0",
      "application/jsonx",
      "",
      "multipart/form-data; boundary=x",
      "*/*",
    ];
    return { ask: { headers: { "content-type": oneOf(random, types) } }, read: text, isJson: false };
  }
  if (kind < 0.06) {
    const headers = {
      "content-type": "application/json",
      "content-encoding": oneOf(random, ["gzip", "br", "x", "gzip,identity"]),
    };
    return { ask: { headers }, read: text, isJson: false };
  }
  if (kind < 0.2) {
    const bytes = Buffer.from(text);
    if (random() < 0.5) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    const headers = { "content-type": oneOf(random, ["application/json", "Application/JSON ; charset=utf-16"]) };
    const read = new TextDecoder().decode(bytes);
    return { ask: { headers, body: bytes.toString("base64"), isBase64Encoded: true }, read, isJson: isUtf8(bytes) };
  }
  // As a network would bring it: text on its way is bytes.
  return { ask: {}, read: text.toWellFormed(), isJson: true };
}

test(`${bodies} mutated JSON bodies: 4xx, or stored as the published schema and the instrument allow`, {
  timeout: 60_000 + bodies * 4,
}, async ({ annotate }) => {
  const random = generator(20260310);
  const seen = new Map<number, number>();
  const before = await storedCount();
  const grown = await grownOver(bodies, async (run) => {
    const submission = run.toString(16).padStart(32, "a");
    const frame = { link, wave: wave.wave, instrument: version, submission, language: "en" };
    const text = mutatedJson({ frame, answers: fineAnswers }, random);
    const { ask, read, isJson } = sent(text, random);
    const { status } = await answerOf(door, jsonEvent(text, ask));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    const isStored = status === 200 || status === 201;
    if (!isStored && (status < 400 || status > 499)) expect.unreachable(`${status} for ${read}`);
    // Whatever is stored, and of what is refused one in eight: the oracle takes longer than what it judges.
    if (!isStored && (status !== 422 || run % 8 > 0)) return;
    const allowed = isJson && oracle.allowsJson(read);
    // Sent again (200), answers may come with a code: they were stored before, and the code is not looked at.
    if (status === 201 && allowed === false) expect.unreachable(`stored: ${read}`);
    if (!isStored && allowed === true) expect.unreachable(`refused: ${read}`);
  });
  await annotate(figures(seen, grown));
  expect((await storedCount()) - before).toBe(seen.get(201));
  // The mutations are neither too weak nor too strong to prove anything.
  expect(seen.get(201)).toBeGreaterThan(bodies / 20);
  expect(seen.get(422)).toBeGreaterThan(bodies / 3);
  expect(seen.get(415)).toBeGreaterThan(bodies / 50);
  expect(grown.used).toBeLessThan(50);
  if (isLong(bodies)) expect(grown.resident).toBeLessThan(50);
});

test(`${forms} mutated forms: 4xx, or the way to the thank-you page with answers that the instrument has`, {
  timeout: 60_000 + forms * 20,
}, async ({ annotate }) => {
  const random = generator(20260311);
  const seen = new Map<number, number>();
  const before = await storedCount();
  const grown = await grownOver(forms, async (run) => {
    const submission = run.toString(16).padStart(32, "b");
    const frame = { _submission: submission, _wave: wave.wave, _instrument: version, _language: "es" };
    const text = mutatedForm([...Object.entries(frame), ...fineFields], random);
    const { status, body } = await answerOf(door, formEvent({}, { body: text }));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    // A mutation may happen to press the button that changes the language.
    const isFine = status === 303 || (status >= 400 && status <= 499);
    if (!isFine && !(status === 200 && new URLSearchParams(text).has("_lang")))
      expect.unreachable(`${status} for ${text}`);
    // Its own module aside, and what stands in attributes.
    const markup = body.replace(/<script type="module">[\s\S]*?<\/script>/, "").replace(/"[^"]*"/g, '""');
    if (/<script|<img|<[^>]+\son\w+=/i.test(markup)) expect.unreachable(`markup for ${text}`);
    if (status === 303 && oracle.allowsForm(text) === false) expect.unreachable(`stored: ${text}`);
  });
  await annotate(figures(seen, grown));
  expect((await storedCount()) - before).toBeLessThanOrEqual(seen.get(303) ?? 0);
  expect(seen.get(303)).toBeGreaterThan(forms / 20);
  expect(seen.get(422)).toBeGreaterThan(forms / 10);
  expect(grown.used).toBeLessThan(50);
  if (isLong(forms)) expect(grown.resident).toBeLessThan(50);
});
