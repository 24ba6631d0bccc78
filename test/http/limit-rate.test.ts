import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { submitDoor } from "../../functions/submit-response/door.ts";
import { callerHeader } from "../../lib/http/limit-rate.ts";
import { answerOf, during, formEvent, jsonEvent, residentTown, type Town } from "../functions/resident-town.ts";

let town: Town;
beforeAll(async () => {
  town = await residentTown();
});
afterAll(() => town.close());

const most = 60;
const form = { "content-type": "application/x-www-form-urlencoded" };
/** So many forms of one caller within a minute; @returns the last answer */
async function send(door: ReturnType<typeof submitDoor>, caller: string, count: number, at = during) {
  let last = await answerOf(door, event());
  for (let sent = 1; sent < count; sent++) last = await answerOf(door, event());
  return last;
  function event() {
    return formEvent({ _lang: "es" }, { query: { lang: "es" }, headers: { ...form, [callerHeader]: caller }, at });
  }
}

describe("a caller", () => {
  test("may send sixty times a minute; then a page in their language says when to come back", async () => {
    const door = submitDoor(town.needs);
    expect((await send(door, "a", most)).status).not.toBe(429);
    const { status, headers, body } = await send(door, "a", 1);
    expect({ status, retry: headers["retry-after"] }).toEqual({ status: 429, retry: "60" });
    expect(body).toContain("Demasiadas personas a la vez");
    expect(body).toContain('lang="es"');
  });

  test("takes nothing from another, and starts anew with the next minute", async () => {
    const door = submitDoor(town.needs);
    await send(door, "a", most + 1);
    expect((await send(door, "b", 1)).status).not.toBe(429);
    expect((await send(door, "a", 1, during + 60_000)).status).not.toBe(429);
  });

  test("is told so as JSON too, and leaves no trace in the log", async () => {
    const door = submitDoor(town.needs);
    const before = town.logged.length;
    await send(door, "who-am-i", most);
    const headers = { "content-type": "application/json", [callerHeader]: "who-am-i" };
    const { status, body } = await answerOf(door, jsonEvent({}, { headers }));
    expect({ status, code: JSON.parse(body).code }).toEqual({ status: 429, code: "too-many-requests" });
    expect(JSON.stringify(town.logged.slice(before))).not.toContain("who-am-i");
    expect(town.logged.at(-1)).toEqual({ outcome: "refused", code: "too-many-requests" });
  });
});

test("where the edge names nobody, nobody is limited", async () => {
  const door = submitDoor(town.needs);
  for (let sent = 0; sent < most + 5; sent++)
    expect((await answerOf(door, formEvent({ _lang: "en" }))).status).not.toBe(429);
});
