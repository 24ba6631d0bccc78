import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHost } from "../../lib/local/host.ts";
import { hiddenFields } from "../functions/resident-town.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { codeOf, filesBelow, mark, type Sent, sendFrom } from "./canaries.ts";
import { type LocalSystem, startSystem } from "./local-system.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const requests = 10_000;
const atOnce = 32;
const day = 86_400_000;
const form = "application/x-www-form-urlencoded";
const folder = temporaryFolder();
let system: LocalSystem;
/** Of every system that ran. */
let printed = "";
const closes = Date.now() + day;
let link = "";
let instrument = "";
const pepper = "22".repeat(32);

beforeAll(async () => {
  system = await startSystem(folder.path);
  const done = async <Value>(method: string, path: string, body?: unknown): Promise<Value> => {
    const answer = await system.operate<Value>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await done("PUT", "/api/v1/manage/folders", { files: folderWithText() });
  const about = { department: "riverton", survey: "core" };
  const links = { ...about, count: 1, place: null, mode: "web" };
  link = (await done<{ links: { id: string }[] }>("POST", "/api/v1/manage/links", links)).links[0]!.id;
  const wave = { ...about, wave: "w1", closes: new Date(closes).toISOString() };
  await done("POST", "/api/v1/manage/waves", { ...wave, opens: new Date(Date.now() - 60_000).toISOString() });
  const hash = (code: string) => createHmac("sha256", Buffer.from(pepper, "hex")).update(code).digest("hex");
  const invitations = Array.from({ length: 500 }, (_, at) => ({ hash: hash(codeOf(at * 20 + 2)), designClass: "@1" }));
  await done("POST", "/api/v1/invitations/riverton/w1", { pepper, invitations });
  const first = await sendFrom(requests, system.url, { path: `/s/${link}` });
  instrument = hiddenFields(first!.text)._instrument!;
}, 60_000);
afterAll(async () => {
  await system?.stop("SIGKILL");
  folder.remove();
});

/** Riverton with a question in words, receipts, and both streams. */
function folderWithText() {
  const files = rivertonFiles({ survey: { receipts: true } });
  const small = JSON.parse(files["small.json"]);
  small.items.push({ id: "words", type: "text", maxLength: 200, text: { en: "Why?", es: "¿Por qué?" } });
  return { ...files, "small.json": JSON.stringify(small) };
}

/** What the nth resident sends: every kind of request that there is, right and wrong. */
function requestOf(index: number): Sent {
  const submission = randomBytes(16).toString("hex");
  const words = `${mark}-words-${index}`;
  const fields = {
    _submission: submission,
    _wave: "w1",
    _instrument: instrument,
    _language: "en",
    respect: "3",
    words,
  };
  const post = (body: object, path = `/s/${link}`): Sent => ({
    method: "POST",
    path,
    type: form,
    body: new URLSearchParams(body as Record<string, string>).toString(),
  });
  const json = (body: unknown): Sent => ({
    method: "POST",
    path: "/api/v1/responses",
    type: "application/json",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answers = { respect: 3, words };
  const body = { link, wave: "w1", instrument, submission, language: "en", answers };
  const kinds: (() => Sent)[] = [
    () => ({ path: `/s/${link}?lang=en&from=${words}` }),
    () => post(fields),
    () => post({ ...fields, _code: codeOf(index) }),
    () => json(body),
    () => json({ ...body, code: codeOf(index) }),
    () => post({ ...fields, respect: words, [`${mark}${index}`]: words }),
    () => json({ ...body, answers: { ...answers, tenure: words }, [words]: words }),
    () => json(`{"${words}":`),
    () => ({ method: "POST", path: `/s/${link}?${words}`, type: `text/${words}`, body: words }),
    () => post({ ...fields, words: words.padEnd(index % 40 === 9 ? 70_000 : 300, "x") }),
    () => post({ receipt: `${codeOf(index)}ab` }, "/check"),
    () => ({ path: `/s/${codeOf(index)}` }),
    () => ({ path: `/${words}?${words}`, method: index % 2 ? "POST" : "GET" }),
    () => ({ path: `/s/${link}/thanks?receipt=${codeOf(index)}ab` }),
    () => post({ ...fields, _lang: "es", _code: codeOf(index) }),
    () => post({ ...fields, _website: words }),
    () => post({ ...fields, _submission: words }),
    () => ({ path: `/api/v1/manage/status?${words}` }),
    () => ({ path: `/results/${words}/` }),
    () => post(fields, "/s/zzzzzz"),
  ];
  return kinds[index % kinds.length]!();
}

const counts = new Map<number, number>();
const receipts: string[] = [];
const count = (status: number) => counts.set(status, (counts.get(status) ?? 0) + 1);

/** So many requests at once; `undefined` counts as 0: the system died under it. */
async function sendAll(from: number, to: number): Promise<void> {
  let next = from;
  const send = async (): Promise<void> => {
    for (let index = next++; index < to; index = next++) {
      const answer = await sendFrom(index, system.url, requestOf(index));
      count(answer?.status ?? 0);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
}

/** As a person does it: the page first, then its own form, which carries a receipt. */
async function answerPage(index: number): Promise<void> {
  const page = await sendFrom(index, system.url, { path: `/s/${link}` });
  const fields = { ...hiddenFields(page!.text), respect: "2", words: `${mark}-words-${index}` };
  const body = new URLSearchParams(fields).toString();
  const answer = await sendFrom(index, system.url, { method: "POST", path: `/s/${link}`, type: form, body });
  receipts.push(new URL(answer!.location, system.url).searchParams.get("receipt")!);
}

test("no address, agent, code or receipt of 10,000 requests is in any file, object or log; answers are in the answers alone", {
  timeout: 180_000,
}, async () => {
  await sendAll(0, 9_000);
  // A crash in the middle of requests: what is left behind then is part of what is searched.
  const crashing = sendAll(9_000, 9_500);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await system.stop("SIGKILL");
  printed += system.output();
  await crashing;
  expectNothing("killed");
  system = await startSystem(folder.path);
  await sendAll(9_500, requests);
  for (let index = 0; index < 60; index++) await answerPage(requests + 1 + index);
  await system.stop("SIGTERM");
  printed += system.output();
  for (const status of [200, 201, 303, 401, 404, 409, 413, 415, 422])
    expect(counts.get(status), `${status}`).toBeGreaterThan(9);
  expect(counts.get(500)).toBeUndefined();
  expectNothing("stopped");
  await tallyAndPublish();
  expectNothing("released");
});

/** The jobs, when the wave is over: their objects are files too. */
async function tallyAndPublish(): Promise<void> {
  const lines: unknown[] = [];
  const host = await startHost({ data: folder.path, port: null, log: (line) => lines.push(line) });
  try {
    for (const job of ["tally-waves", "publish-waves"]) await host.runSchedule(job, closes + day);
    expect((await host.request({ method: "GET", path: "/data/riverton/core/latest/manifest.json" })).status).toBe(200);
  } finally {
    await host.close();
  }
  printed += JSON.stringify(lines);
}

function expectNothing(when: string): void {
  const files = filesBelow(folder.path);
  const places = [...files, ["log", printed] as const];
  expect(places.length, when).toBeGreaterThan(2);
  const holding = (pattern: RegExp) => places.filter(([, bytes]) => pattern.test(bytes)).map(([path]) => path);
  expect(holding(/127\.77\.|198\.51\./), `addresses, ${when}`).toEqual([]);
  expect(holding(new RegExp(`${mark}-agent`)), `agents, ${when}`).toEqual([]);
  expect(holding(new RegExp(`${mark}\\d{7}`, "i")), `codes, ${when}`).toEqual([]);
  for (const receipt of receipts) expect(places.some(([, bytes]) => bytes.includes(receipt))).toBe(false);
  const database = [...files.keys()].filter((path) => path.startsWith(databasePath()));
  expect(
    holding(new RegExp(mark)).filter((path) => !database.includes(path)),
    `answers, ${when}`,
  ).toEqual([]);
  expectInAnswersAlone();
}

const databasePath = (): string => join(folder.path, "store.db");

/** The words of the answers stand in their own column, and in no other of any table. */
function expectInAnswersAlone(): void {
  const database = new DatabaseSync(databasePath(), { readOnly: true });
  try {
    const columns = database
      .prepare(
        "select m.name as t, c.name as c from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table'",
      )
      .all() as { t: string; c: string }[];
    const holding = columns.filter(({ t, c }) => {
      const found = database
        .prepare(`select count(*) as n from "${t}" where cast("${c}" as text) like '%${mark}%'`)
        .get();
      return (found as { n: number }).n > 0;
    });
    expect(holding).toEqual([{ t: "answers", c: "answers" }]);
  } finally {
    database.close();
  }
}
