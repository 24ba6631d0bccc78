import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";
import { fineAnswers, hostileInstrument } from "../functions/hostile/hostile-survey.ts";
import { inspectorAt } from "../functions/hostile/inspector.ts";
import { courseOf, growthOf, isLong, type Memory, memoryOf, partsOf } from "../functions/hostile/memory.ts";
import { generator, runsFrom } from "../functions/hostile/random.ts";
import { submissionOracle } from "../functions/hostile/submission-oracle.ts";
import { hiddenFields } from "../functions/resident-town.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { hostileRequests, type Target } from "./hostile-requests.ts";
import { type LocalSystem, startSystem } from "./local-system.ts";
import { type RawAnswer, rawConnection } from "./raw-connection.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** `MUTATIONS_OVER_HTTP=100000` sends a hundred thousand. */
const requests = runsFrom("MUTATIONS_OVER_HTTP", 2_000);
const connections = 16;
const parts = partsOf(requests);
const folder = temporaryFolder();
const areas = [
  { id: "north", name: "North" },
  { id: "south", name: "South" },
];
const area = { id: "area", label: { en: "Area", es: "Zona" }, item: "area" };
let system: LocalSystem;
/** Of its inspector. */
let address: string;
let target: Target;

beforeAll(async () => {
  system = await startSystem(folder.path, { NODE_OPTIONS: "--inspect=127.0.0.1:0" });
  [address] = [...system.output().matchAll(/ws:\/\/\S+/g)].at(-1)!;
  const done = async <Value>(method: string, path: string, body: unknown): Promise<Value> => {
    const answer = await system.operate<Value>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const files = {
    ...rivertonFiles({ survey: { margins: [], groups: [], areas: "area" } }),
    "small.json": JSON.stringify({ ...hostileInstrument, demographics: [area] }),
    "areas.csv": `id,name\n${areas.map(({ id, name }) => `${id},${name}\n`).join("")}`,
    "population.csv": "margin,category,count\narea,north,600\narea,south,400\n",
  };
  await done("PUT", "/api/v1/manage/folders", { files });
  const about = { department: "riverton", survey: "core" };
  const links = { ...about, count: 1, place: null, mode: "web" };
  const link = (await done<{ links: { id: string }[] }>("POST", "/api/v1/manage/links", links)).links[0]!.id;
  const [opens, closes] = [-60_000, 86_400_000].map((after) => new Date(Date.now() + after).toISOString());
  await done("POST", "/api/v1/manage/waves", { ...about, wave: "w1", opens, closes });
  const page = await (await fetch(`${system.url}/s/${link}`)).text();
  target = { link, wave: "w1", instrument: hiddenFields(page)._instrument! };
});
afterAll(async () => {
  await system?.stop("SIGKILL");
  folder.remove();
});

const counts = new Map<string, number>();
const acknowledged = new Set<string>();

function check(kind: string, { status, head, body }: RawAnswer, sent: string): void {
  counts.set(`${status}`, (counts.get(`${status}`) ?? 0) + 1);
  // A method that the protocol knows and this program does not may be told so.
  if (!(status >= 200 && status < 500)) expect.unreachable(`${status} to ${kind}: ${sent}`);
  if (/\n\s+at |node:|\.ts:|\.mjs:/.test(body.replace(/<script type="module">[\s\S]*?<\/script>/, "")))
    expect.unreachable(`a stack to ${kind}: ${sent}`);
  if (/^set-cookie/im.test(head)) expect.unreachable(`a cookie to ${kind}`);
}

async function sendAll(from: number, to: number): Promise<void> {
  const oracle = submissionOracle({ ...target, version: target.instrument, instrument: hostileInstrument, areas });
  let next = from;
  const send = async (index: number): Promise<void> => {
    const random = generator(20260312 + index * 1_000_003 + from);
    const hostile = hostileRequests(target, random);
    const connection = rawConnection(Number(new URL(system.url).port));
    for (let run = next; run < to; run = next) {
      const volley = hostile(run.toString(16).padStart(32, "a"));
      next += volley.methods.length;
      const answers = await connection.send(volley);
      counts.set(volley.kind, (counts.get(volley.kind) ?? 0) + volley.methods.length);
      for (const answer of answers) {
        check(volley.kind, answer, volley.bytes.toString("latin1", 0, 2_000));
        if (answer.status === 201) acknowledged.add(JSON.parse(answer.body).submission);
      }
      if (volley.json === undefined || answers.length === 0) continue;
      const { status } = answers[0]!;
      const allowed = oracle.allowsJson(volley.json);
      // Sent again, answers may come with a code: they were stored before, and the code is not looked at.
      if (allowed === false && status === 201) expect.unreachable(`stored: ${volley.json}`);
      if (allowed === true && status === 422) expect.unreachable(`refused: ${volley.json}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => send(index)));
}

test(`${requests} hostile requests over HTTP: no 5xx, no crash, nothing stored that the schema refuses`, {
  timeout: 60_000 + requests * 20,
}, async ({ annotate }) => {
  const course: Memory[] = [];
  for (let part = 0; part < parts; part++) {
    await sendAll(Math.floor((requests * part) / parts), Math.floor((requests * (part + 1)) / parts));
    course.push(await memoryOf(system.child.pid!, () => inspectorAt(address)));
  }

  // It still does what it is for.
  const fine = { ...target, submission: "f".repeat(32), language: "en", answers: fineAnswers };
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(fine);
  expect((await fetch(`${system.url}/api/v1/responses`, { method: "POST", headers, body })).status).toBe(201);
  acknowledged.add(fine.submission);
  expect(system.child.exitCode).toBeNull();
  await system.stop("SIGTERM");
  expect(system.output()).not.toMatch(/function-(?:crashed|failed|late)|fault|\n\s+at /);

  await annotate(
    `${[...counts].map(([kind, times]) => `${kind}: ${times}`).join(", ")}; on the way ${courseOf(course)}`,
  );
  for (const kind of [
    "json",
    "chunked",
    "form",
    "compressed",
    "path",
    "oversized",
    "pipelined",
    "broken",
    "mangled",
    "truncated",
  ])
    expect(counts.get(kind), kind).toBeGreaterThan(requests / 200);
  for (const status of ["200", "201", "303", "400", "404", "405", "409", "413", "415", "422", "431"])
    expect(counts.get(status), status).toBeGreaterThan(0);
  await expectStored();
  const grown = growthOf(course[0]!, course.at(-1)!);
  expect(grown.used).toBeLessThan(50);
  if (isLong(requests)) expect(grown.resident).toBeLessThan(50);
});

/** Everything acknowledged is there, and nothing is there that the oracle does not allow. */
async function expectStored(): Promise<void> {
  const oracle = submissionOracle({ ...target, version: target.instrument, instrument: hostileInstrument, areas });
  const thread = await startStoreThread({ data: folder.path });
  const port = thread.open(everyGrant);
  const stored = new Set<string>();
  for await (const page of embeddedStores(port).answers.ofWave(
    { department: "riverton", survey: "core", wave: "w1" },
    0,
  )) {
    expect(page.filter((response) => !oracle.allowsStored(response))).toEqual([]);
    for (const { submission } of page) stored.add(submission);
  }
  port.close();
  await thread.close();
  expect([...acknowledged].filter((submission) => !stored.has(submission))).toEqual([]);
}
