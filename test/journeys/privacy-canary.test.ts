import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHost } from "../../lib/local/host.ts";
import { hiddenFields } from "../functions/resident-town.ts";
import { filesBelow, mark, sendFrom } from "./canaries.ts";
import { type CanarySurvey, openCanarySurvey } from "./canary-survey.ts";
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
let survey: CanarySurvey;

beforeAll(async () => {
  system = await startSystem(folder.path);
  survey = await openCanarySurvey(system);
});
afterAll(async () => {
  await system?.stop("SIGKILL");
  folder.remove();
});

const counts = new Map<number, number>();
const receipts: string[] = [];
const count = (status: number) => counts.set(status, (counts.get(status) ?? 0) + 1);

/** So many requests at once; `undefined` counts as 0: the system died under it. */
async function sendAll(from: number, to: number): Promise<void> {
  let next = from;
  const send = async (): Promise<void> => {
    for (let index = next++; index < to; index = next++) {
      const answer = await sendFrom(index, system.url, survey.requestOf(index));
      count(answer?.status ?? 0);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
}

/** As a person does it: the page first, then its own form, which carries a receipt. */
async function answerPage(index: number): Promise<void> {
  const [link] = survey.links;
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
    for (const job of ["tally-waves", "publish-waves"]) await host.runSchedule(job, Date.parse(survey.closes) + day);
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
  expect(holding(new RegExp(`${mark}\\d{5}`, "i")), `codes, ${when}`).toEqual([]);
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
