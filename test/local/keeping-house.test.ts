import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startHost } from "../../lib/local/host.ts";
import { openSurvey } from "../journeys/open-survey.ts";
import { temporaryFolder } from "../journeys/temporary-folder.ts";

test("after the final tally of a wave the log of the database is empty", async () => {
  const folder = temporaryFolder();
  const host = await startHost({ data: folder.path, port: null });
  const now = Date.parse("2027-03-01T12:00:00Z");
  const call = async (at: number, method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const reply = await host.request({
      method,
      path,
      at,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: JSON.parse(Buffer.from(reply.body).toString()) };
  };
  const bodyOf = await openSurvey((method, path, body) => call(now, method, path, body), now);
  for (let at = 0; at < 5; at++) {
    const sent = await call(now, "POST", "/api/v1/responses", bodyOf(at, `${at}`.padStart(32, "0")));
    expect(sent.status).toBe(201);
  }
  const log = () => readFileSync(join(folder.path, "store.db-wal")).length;
  expect(log()).toBeGreaterThan(0);
  await host.runSchedule("tally-waves", now + 2 * 86_400_000);
  expect(log()).toBe(0);
  await host.close();
  folder.remove();
});
