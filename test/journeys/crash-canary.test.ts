import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesBelow, mark, sendFrom } from "./canaries.ts";
import { type CanarySurvey, openCanarySurvey } from "./canary-survey.ts";
import { descendantsOf, type LocalSystem, startSystem } from "./local-system.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const atOnce = 16;
const prlimit = "/usr/bin/prlimit";
const folder = temporaryFolder();
const store = join(folder.path, "store.db");
/** Every outcome is logged, and the network is listened to: an address that is not this machine's own has its rate limited. */
const verbose = { TRUST_LOG: "json", TRUST_HOST: "0.0.0.0" };
let survey: CanarySurvey;
let system: LocalSystem;
/** Of every system that ran. */
let printed = "";
const reportsBefore = new Set(reports());

beforeAll(async () => {
  const first = await startSystem(folder.path);
  survey = await openCanarySurvey(first, 3);
  await first.stop("SIGTERM");
});
afterAll(async () => {
  await system?.stop("SIGKILL");
  folder.remove();
});

/** What Node and the kernel leave behind when a process dies. */
function reports(): readonly string[] {
  const places = [process.cwd(), tmpdir(), ...(existsSync(folder.path) ? [folder.path] : [])];
  const names = places.flatMap((place) => readdirSync(place).map((name) => join(place, name)));
  return names.filter((name) => /(?:^|\/)(?:report\.\d|core(?:\.\d+)?$|v8\.log|Heap\.|.*\.heapsnapshot$)/.test(name));
}

/** Statuses by how often they came; 0 is no answer at all. */
type Counts = Readonly<Record<number, number>>;

async function sendAll(from: number, to: number, links: readonly string[]): Promise<Counts> {
  const counts: Record<number, number> = {};
  const url = system.url.replace(/\/\/[^:/]+/, "//127.0.0.1");
  let next = from;
  const send = async (): Promise<void> => {
    for (let index = next++; index < to; index = next++) {
      const link = links[Math.floor(index / 20) % links.length]!;
      const status = (await sendFrom(index, url, survey.requestOf(index, link)))?.status ?? 0;
      counts[status] = (counts[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
  return counts;
}

/** Changes the database of a system that stands still. */
function changed(sql: string): void {
  const database = new DatabaseSync(store);
  database.exec(sql);
  database.close();
}

async function start(): Promise<void> {
  system = await startSystem(folder.path, verbose);
}
async function stop(signal: NodeJS.Signals): Promise<void> {
  await system.stop(signal);
  printed += system.output();
}

/** Nothing of any request is in what was printed, in any file, or in a report of a crash; answers that were stored aside. */
function expectNothing(): void {
  const database = readdirSync(folder.path).filter((name) => name.startsWith("store.db"));
  const files = [...filesBelow(folder.path)].filter(([path]) => !database.some((name) => path.endsWith(name)));
  const places = [...files, ["log", printed] as const];
  // What stands around it says where a leak came from.
  const holding = (pattern: string) =>
    places.flatMap(([path, bytes]) => {
      const held = new RegExp(`.{0,300}(?:${pattern}).{0,100}`, "i").exec(bytes);
      return held ? [`${path}: ${held[0]}`] : [];
    });
  expect(holding(mark)).toEqual([]);
  expect(holding("127\\.77\\.|198\\.51\\.")).toEqual([]);
  const stored = database
    .map((name) => [...filesBelow(folder.path)].find(([path]) => path.endsWith(name))![1])
    .join("");
  expect(stored).not.toMatch(new RegExp(`127\\.77\\.|198\\.51\\.|${mark}-agent|${mark}\\d{5}`, "i"));
  expect(reports().filter((name) => !reportsBefore.has(name))).toEqual([]);
}

test("errors nobody thought of, whose messages quote the answers: a 500, and nothing of the request anywhere", async () => {
  const [, garbled, hollow] = survey.links;
  // The store's own error then has the answers and the code's hash in its message, and a line like one of a stack.
  changed(`
    create trigger t1 before insert on answers when new.stream = 'open' begin
      select raise(abort, 'bad row ' || new.answers || char(10) || '    at ' || new.answers || ' (/x/${mark}.js:1:1)'); end;
    create trigger t2 before update on invitations begin select raise(abort, 'bad code ' || new.hash); end;
    update documents set value = '{"id":"x","department":{"x":1},"survey":[],"place":null}'
      where kind = 'link' and id = '${garbled}';
    update documents set value = '{"id":"y","department":"riverton","survey":"hollow","place":null}'
      where kind = 'link' and id = '${hollow}';
    insert into documents values ('survey', 'riverton', 'hollow', '{"survey":null,"areas":7}', 1)`);
  await start();
  const counts = await sendAll(0, 600, survey.links);
  // From an address of the network, if there is one: more than anybody may send.
  const many = await Promise.all(Array.from({ length: 100 }, (_, at) => overNetwork(at)));
  await stop("SIGTERM");
  changed("drop trigger t1; drop trigger t2");
  for (const status of [200, 401, 404, 413, 415, 422, 500]) expect(counts[status], `${status}`).toBeGreaterThan(5);
  if (!new URL(system.url).hostname.startsWith("127.")) expect(many).toContain(429);
  // The bugs are told by their name and place, or this proved nothing.
  expect(printed.match(/\\"outcome\\":\\"fault\\"/g)!.length).toBeGreaterThan(counts[500]! - 20);
  expectNothing();
});

async function overNetwork(index: number): Promise<number> {
  const { path, body, type } = survey.requestOf(index * 20 + 1);
  const headers = { "content-type": type!, "user-agent": `${mark}-agent-${index}` };
  return (await fetch(system.url + path, { method: "POST", headers, body: body!, redirect: "manual" })).status;
}

test.skipIf(!existsSync(prlimit))(
  `a disk that is full, a database that is overwritten, a process that aborts: nothing of a request is anywhere else${existsSync(prlimit) ? "" : " (needs prlimit)"}`,
  async () => {
    const [link] = survey.links;
    await start();
    const processes = [system.child.pid!, ...descendantsOf(system.child.pid!)];
    const limitFiles = (limit: number | "unlimited"): void => {
      for (const pid of processes) spawnSync(prlimit, ["--pid", String(pid), `--fsize=${limit}:unlimited`]);
    };
    limitFiles(0);
    const full = await sendAll(1_000, 1_200, [link!]);
    expect(full[503], "503").toBeGreaterThan(5);
    limitFiles("unlimited");
    // The database turns into something else under it.
    const size = statSync(store).size;
    truncateSync(store, 0);
    writeFileSync(store, Buffer.alloc(size, 0xa5));
    await sendAll(2_000, 2_200, [link!]);
    const dying = sendAll(3_000, 3_400, [link!]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const pid of processes) spawnSync(prlimit, ["--pid", String(pid), "--core=0:0"]);
    await stop("SIGABRT");
    await dying;
    expectNothing();
  },
);
