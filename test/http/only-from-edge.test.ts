import middy from "@middy/core";
import { expect, test } from "vitest";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { callerHeader, limitRate } from "../../lib/http/limit-rate.ts";
import { pageDoor } from "../../lib/http/page-door.ts";
import { answerOf, eventOf } from "../functions/resident-town.ts";

const logged: unknown[] = [];
const log = (outcome: object) => logged.push(outcome);
const edgeSecret = "k7q2";
const ok = async () => ({ statusCode: 200, body: "{}" });
const doors = { JSON: jsonDoor, "a page": pageDoor };
const refused = { outcome: "refused", code: "around-the-edge" };

test.each([
  ["JSON", {}, 403],
  ["a page", {}, 403],
  ["JSON", { "x-trust-edge": "k7q" }, 403],
  ["JSON", { "x-trust-edge": edgeSecret }, 200],
  ["a page", { "x-trust-edge": edgeSecret }, 200],
] as const)(
  "behind an edge %s that comes with %j is a %d, and the log has nothing but that",
  async (door, headers, status) => {
    logged.length = 0;
    const event = eventOf({ path: "/", headers });
    const answer = await answerOf(middy().use(doors[door]({ log, edgeSecret })).handler(ok), event);
    expect(answer.status).toBe(status);
    expect(logged).toEqual(status === 403 ? [refused] : []);
    expect(JSON.stringify(answer)).not.toContain(edgeSecret);
  },
);

test.each([undefined, ""])("without an edge (%j) nothing is asked for", async (secret) => {
  for (const door of Object.values(doors)) {
    const handler = middy()
      .use(door({ log, edgeSecret: secret }))
      .handler(ok);
    expect((await answerOf(handler, eventOf({ path: "/" }))).status).toBe(200);
  }
});

test.each([
  ["behind an edge counts for nothing", edgeSecret, 200],
  ["is the host's where there is none, and counts", undefined, 429],
])("a caller's name that %s", async (_, secret, status) => {
  const door = middy()
    .use([...jsonDoor({ log, edgeSecret: secret }), limitRate(1)])
    .handler(ok);
  const headers = { [callerHeader]: "a", "x-trust-edge": edgeSecret };
  await answerOf(door, eventOf({ path: "/", headers }));
  expect((await answerOf(door, eventOf({ path: "/", headers }))).status).toBe(status);
});

test("of a caller's name only its beginning is kept", async () => {
  const door = middy()
    .use([...jsonDoor({ log }), limitRate(1)])
    .handler(ok);
  const send = (name: string) => answerOf(door, eventOf({ path: "/", headers: { [callerHeader]: name } }));
  await send(`${"a".repeat(64)}b`);
  expect((await send(`${"a".repeat(64)}${"c".repeat(9_000)}`)).status).toBe(429);
  expect((await send("a".repeat(63))).status).toBe(200);
});
