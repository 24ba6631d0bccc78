import { afterAll, beforeAll, expect, test } from "vitest";
import { registryCacheSeconds, submitSeconds } from "../../lib/survey/wave.ts";
import { day, minute, startTown, type Town } from "./town-in-time.ts";

// No test waits: the event brings its own time.

const begins = Date.parse("2027-01-01T00:00:00Z");
const grace = 10 * minute;
/** From here on nothing more can arrive, and the wave may be tallied. */
const settled = grace + (registryCacheSeconds + submitSeconds + 60) * 1000;

let town: Town;
beforeAll(async () => {
  town = await startTown(begins);
});
afterAll(() => town.close());

/** Each test has days of its own. */
let next = 0;
async function openWave(lasting = day): Promise<{ id: string; opens: number; closes: number }> {
  const number = next++;
  const opens = begins + number * 10 * day;
  const closes = opens + lasting;
  const id = `w${number}`;
  await plan(id, opens, closes);
  return { id, opens, closes };
}
function plan(wave: string, opens: number, closes: number): Promise<unknown> {
  const body = { department: "riverton", survey: "core", wave, opens: iso(opens), closes: iso(closes) };
  return town.manage(opens - minute, "POST", "/api/v1/manage/waves", body);
}
const iso = (at: number): string => new Date(at).toISOString();

test("the last millisecond counts, the grace time counts for pages made before closing, then a kind refusal", async () => {
  const { id, closes } = await openWave();
  const last = await town.openPage(closes - minute);
  const inGrace = await town.openPage(closes - 1000);
  const tooLate = await town.openPage(closes - 1000);
  const withoutToken = await town.openPage(closes - 1000);

  expect((await town.send(last, closes - 1)).status).toBe(303);
  expect((await town.send(inGrace, closes + grace - 1)).status).toBe(303);
  expect((await town.sendJson(withoutToken, closes, false)).status).toBe(410);
  const refused = await town.send(tooLate, closes + grace);
  expect(refused.status).toBe(410);
  expect(refused.text).toContain("<h1");

  await expect(town.tally(id, closes + settled - 1)).rejects.toThrow(/may still arrive/);
  expect(await town.tally(id, closes + settled)).toBe(2);
});

test("what was acknowledged in time is acknowledged again after closing, and counted once", async () => {
  const { id, closes } = await openWave();
  const page = await town.openPage(closes - minute);
  expect((await town.send(page, closes - 1)).status).toBe(303);
  expect((await town.send(page, closes + grace - 1)).status).toBe(303);
  expect(await town.tally(id, closes + settled)).toBe(1);
});

test("an extension: the old last second is no edge any more, the new one is; too near the end it is refused", async () => {
  const { id, closes } = await openWave();
  const page = await town.openPage(closes - 3 * minute);
  const later = closes + day;
  const extend = (at: number, to: number) =>
    town.manage(at, "POST", `/api/v1/manage/waves/riverton/${id}/extend`, { closes: iso(to) });
  await extend(closes - 2.5 * minute, later);
  expect((await town.send(page, closes + grace + minute)).status).toBe(303);
  expect((await town.send(await town.openPage(later - 1), later - 1)).status).toBe(303);
  await expect(extend(later - minute, later + day)).rejects.toThrow(/too-close-to-closing/);
  await expect(town.tally(id, closes + settled)).rejects.toThrow(/may still arrive/);
  expect(await town.tally(id, later + settled)).toBe(2);
});

test("an early close: whatever is acknowledged meanwhile, by a cache up to a minute old as well, is counted", async () => {
  const { id, opens } = await openWave();
  const closed = opens + day / 2;
  const before = await town.openPage(closed - minute);
  const pages = await Promise.all(Array.from({ length: 12 }, () => town.openPage(closed - 10_000)));
  expect((await town.send(before, closed - 1)).status).toBe(303);
  await town.manage(closed, "POST", `/api/v1/manage/waves/riverton/${id}/close`);
  let acknowledged = 1;
  for (const [at, page] of pages.entries()) {
    const { status } = await town.send(page, closed + at * minute);
    expect([303, 410]).toContain(status);
    if (status === 303) acknowledged++;
    expect(status === 303).toBe(at * minute < grace);
  }
  expect(acknowledged).toBe(11);
  expect(await town.tally(id, closed + settled)).toBe(acknowledged);
});

test("a JSON answer right after an early close: refused, or acknowledged and counted, never one without the other", async () => {
  const { id, opens } = await openWave();
  const closed = opens + day / 2;
  const page = await town.openPage(closed - 1000);
  expect((await town.sendJson(page, closed - 1, false)).status).toBe(201);
  await town.manage(closed, "POST", `/api/v1/manage/waves/riverton/${id}/close`);
  let acknowledged = 1;
  for (const seconds of [0, 1, 30, 59, 61, 70]) {
    const { status } = await town.sendJson(page, closed + seconds * 1000, false);
    expect([201, 410]).toContain(status);
    if (status === 201) acknowledged++;
  }
  expect((await town.sendJson(page, closed + 2 * minute, false)).status).toBe(410);
  expect(await town.tally(id, closed + settled)).toBe(acknowledged);
});

test("the month changes while a page lies open: in the grace time it still counts for its own wave, later the new wave's page comes with the answers kept", async () => {
  const { id, closes } = await openWave();
  const nextId = `${id}-next`;
  await plan(nextId, closes, closes + day);
  const inGrace = await town.openPage(closes - minute);
  const left = await town.openPage(closes - minute);

  expect((await town.send(inGrace, closes + grace - 1)).status).toBe(303);
  const moved = await town.send(left, closes + grace + minute);
  expect(moved.status).toBe(409);
  expect(moved.text).toMatch(/name="respect" value="3"[^>]*checked/);
  expect(moved.text).toContain(`name="_wave" value="${nextId}"`);
  expect(moved.text).not.toContain(left.fields._submission);
  const asJson = await town.sendJson(left, closes + grace + minute, true);
  expect(asJson.status).toBe(410);
  expect(JSON.stringify(asJson.body.openWave)).toContain(nextId);

  const fields = Object.fromEntries(
    Array.from(moved.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g), ([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
  expect((await town.send({ fields }, closes + grace + 2 * minute)).status).toBe(303);
  expect(await town.tally(id, closes + settled)).toBe(1);
  expect(await town.tally(nextId, closes + day + settled)).toBe(1);
});

test("a cancelled wave takes nothing more, and is never tallied", async () => {
  const { id, opens, closes } = await openWave();
  const page = await town.openPage(opens + minute);
  await town.manage(opens + 2 * minute, "POST", `/api/v1/manage/waves/riverton/${id}/cancel`);
  expect((await town.send(page, opens + 5 * minute)).status).toBe(410);
  await expect(town.tally(id, closes + settled)).rejects.toThrow(/cancelled/);
});
