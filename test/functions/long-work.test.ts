import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { beforeEach, expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { longWork, type TaskEvent } from "../../functions/long-work.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { longestRunSeconds } from "../../lib/survey/wave.ts";
import { emptyState, memoryStores } from "./memory-stores.ts";

/** A function in Lambda: what it starts for later runs beside the requests, which wait by turns instead of seconds. */
let started: TaskEvent[];
let works: number;
let outcome: () => Promise<unknown>;
let names: number;
let long: ReturnType<typeof longWork>;
let duringPause: () => Promise<void>;
const state = () => memoryStores(emptyState());

function open(stores = state(), later = { start: async (event: object) => void started.push(event as TaskEvent) }) {
  const random = (bytes: number) => new Uint8Array(bytes).fill(names++);
  const work = async () => {
    works++;
    return outcome();
  };
  return longWork({ stores, random }, later, work, () => duringPause());
}
beforeEach(() => {
  started = [];
  works = 0;
  names = 1;
  duringPause = async () => {};
  outcome = async () => ({ statusCode: 201, body: '{"release":"a"}' });
  long = open();
});

const ask = (
  query: Record<string, string> = {},
  seconds = 1000,
  rawPath = "/api/v1/releases/riverton/2026-q1",
  sent: { body?: string; isBase64Encoded?: boolean } = {},
) =>
  long.answer({
    rawPath,
    ...sent,
    pathParameters: { department: "riverton", wave: "2026-q1" },
    queryStringParameters: query,
    requestContext: { timeEpoch: seconds * 1000, http: { method: "POST" } },
  } as unknown as APIGatewayProxyEventV2) as Promise<{ statusCode: number; body: string }>;
const runAll = async () => {
  for (const event of started.splice(0)) await long.run(structuredClone(event));
};
const taskOf = ({ body }: { body: string }) => JSON.parse(body).task as string;

test("no function works longer than a run is waited for", () => {
  expect(Math.max(...catalogue.map(({ timeoutSeconds }) => timeoutSeconds))).toBe(longestRunSeconds);
});

test("work that is soon done answers as if nothing had happened", async () => {
  duringPause = runAll;
  expect(await ask()).toEqual({ statusCode: 201, body: '{"release":"a"}' });
  expect(works).toBe(1);
});

test("work that is not is answered by its name, and by that name its own answer comes once", async () => {
  const first = await ask();
  expect(first).toMatchObject({ statusCode: 202, headers: { "retry-after": "1" } });
  const task = taskOf(first);
  expect(taskOf(await ask({ task }))).toBe(task);
  await runAll();
  expect(await ask({ task })).toEqual({ statusCode: 201, body: '{"release":"a"}' });
  expect(works).toBe(1);
});

test("who asks for the same meanwhile waits for the same; another request is another work", async () => {
  const task = taskOf(await ask());
  expect(taskOf(await ask())).toBe(task);
  expect(taskOf(await ask({ dryRun: "true" }))).not.toBe(task);
  expect(taskOf(await ask({}, 1000, "/api/v1/reviews/riverton/2026-q1"))).not.toBe(task);
  expect(started).toHaveLength(3);
});

test("another body is another request, and arrives as it was sent", async () => {
  const path = "/api/v1/tombstones/riverton/2026-q1-0123456789ab";
  const bodies = [{ body: "eyJ9", isBase64Encoded: true }, { body: "eyJ9", isBase64Encoded: false }, { body: "{}" }];
  const tasks = [];
  for (const sent of bodies) tasks.push(taskOf(await ask({}, 1000, path, sent)));
  expect(new Set(tasks).size).toBe(3);
  expect(taskOf(await ask({}, 1000, path, bodies[0]))).toBe(tasks[0]);
  expect(started.map(({ request }) => request)).toMatchObject(bodies);
});

test("an answer that nobody fetched is no answer to a later request", async () => {
  const task = taskOf(await ask());
  await runAll();
  const later = await ask();
  expect(later.statusCode).toBe(202);
  expect(taskOf(later)).not.toBe(task);
});

test("work that died is begun again once no function can still be at it", async () => {
  const task = taskOf(await ask());
  started.length = 0;
  expect(taskOf(await ask({ task }, 1899))).toBe(task);
  duringPause = runAll;
  expect((await ask({ task }, 1900)).statusCode).toBe(201);
});

test("a run that another one took the place of says nothing any more", async () => {
  await ask();
  const [dead] = started.splice(0);
  const task = taskOf(await ask({}, 2000));
  outcome = async () => ({ statusCode: 200, body: '{"late":true}' });
  await long.run(dead!);
  expect(taskOf(await ask({ task }, 2001))).toBe(task);
});

test("a refusal comes back as itself, a bug as a bug that the run throws too", async () => {
  duringPause = runAll;
  outcome = () => Promise.reject(new Problem("not-tallied", { wave: "2026-q1" }));
  await expect(ask()).rejects.toMatchObject({ code: "not-tallied", detail: { wave: "2026-q1" } });
  outcome = () => Promise.reject(new TypeError("bug"));
  duringPause = async () => {
    await expect(runAll()).rejects.toThrow("bug");
  };
  await expect(ask()).rejects.toThrow("the work failed");
});

test("a draft of megabytes fits, for it repeats itself", async () => {
  const body = JSON.stringify(
    Array.from({ length: 60_000 }, (_, at) => `2026-q1/invited/north/sex/F/measure-${at}/mean100/`),
  );
  outcome = async () => ({ statusCode: 200, body });
  duringPause = runAll;
  expect((await ask()).body).toBe(body);
});

test("what cannot be started is refused, and is not waited for the next time", async () => {
  let broken = true;
  long = open(state(), {
    start: async (event: object) => {
      if (broken) throw new Problem("store-unavailable", { reason: "Lambda answered with 429" });
      started.push(event as TaskEvent);
    },
  });
  await expect(ask()).rejects.toMatchObject({ code: "store-unavailable" });
  broken = false;
  duringPause = runAll;
  expect((await ask()).statusCode).toBe(201);
});
