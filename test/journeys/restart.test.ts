import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type LocalSystem, startSystem } from "./local-system.ts";
import { openSurvey, type Submission } from "./open-survey.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-restart-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The status, or 0 where no answer came. */
const send = (system: LocalSystem, body: Submission): Promise<number> =>
  fetch(`${system.url}/api/v1/responses`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).then(
    (reply) => reply.status,
    () => 0,
  );

test("stopped in the middle of submissions and started again: links, waves and every acknowledged answer are there", async () => {
  const data = join(folder, "data");
  const first = await startSystem(data);
  const bodyOf = await openSurvey(first.operate);
  const bodies = Array.from({ length: 400 }, (_, index) => bodyOf(index, randomBytes(16).toString("hex")));
  expect(await send(first, bodies[0]!)).toBe(201);

  const sending = bodies.slice(1).map((body) => send(first, body));
  await Promise.race(sending);
  expect(await first.stop("SIGTERM")).toEqual({ code: 0, signal: null });
  const statuses = [201, ...(await Promise.all(sending))];
  const acknowledged = bodies.filter((_, index) => statuses[index] === 201);
  expect(new Set(statuses).isSubsetOf(new Set([0, 201, 503]))).toBe(true);
  expect(acknowledged.length).toBeGreaterThan(1);

  const second = await startSystem(data);
  const page = await fetch(`${second.url}/s/${bodies[0]!.link}`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<form")]);
  for (const body of acknowledged) expect(await send(second, body)).toBe(200);
  for (const body of bodies) expect([200, 201]).toContain(await send(second, body));
  const { body: status } = await second.operate("GET", "/api/v1/manage/waves?department=riverbend");
  expect(JSON.stringify(status)).toContain('"w1"');
  await second.stop("SIGTERM");
});
