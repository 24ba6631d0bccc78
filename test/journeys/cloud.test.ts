import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Host, startHost } from "../../lib/local/host.ts";
import { trust } from "../command/terminal.ts";
import { type CloudEngines, hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "../stores/cloud-engines.ts";
import { openSurvey, type Submission } from "./open-survey.ts";

const people = 60;
const minute = 60_000;
const opened = Date.parse("2026-05-01T12:00:00Z");
const closed = opened + 24 * 60 * minute;

describe.runIf(hasDynamoEngine)("the same host on the protocols of DynamoDB and S3", () => {
  const folder = mkdtempSync(join(tmpdir(), "trust-cloud-"));
  const data = join(folder, "data");
  let engines: CloudEngines;
  let host: Host;
  let bodies: readonly Submission[];

  beforeAll(async () => {
    engines = await startCloudEngines();
    for (const [name, value] of Object.entries(engines.environment)) vi.stubEnv(name, value);
    host = await startHost({ data, port: 0, schedules: false, now: () => opened });
    const bodyOf = await openSurvey(async (method, path, body) => {
      const headers = { "content-type": "application/json" };
      const reply = await host.request({
        method,
        path,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: reply.status, body: JSON.parse(Buffer.from(reply.body).toString()) };
    }, opened);
    bodies = Array.from({ length: people }, (_, index) => bodyOf(index, randomBytes(16).toString("hex")));
  });
  afterAll(async () => {
    await host.close();
    await engines.close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const send = async (body: Submission): Promise<number> => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${host.url}/api/v1/responses`, { method: "POST", headers, body: JSON.stringify(body) });
    return reply.status;
  };

  test("a resident gets the page of a link", async () => {
    const reply = await fetch(`${host.url}/s/${bodies[0]!.link}`);
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining("<form")]);
  });

  test("answers are stored once each, also when they are sent twice", async () => {
    expect(await Promise.all(bodies.map(send))).toEqual(bodies.map(() => 201));
    expect(await Promise.all(bodies.map(send))).toEqual(bodies.map(() => 200));
  });

  test("the jobs tally and release the wave once it is over, and the release is served from the bucket", async () => {
    await host.runSchedule("tally-waves", closed + 30 * minute);
    await host.runSchedule("publish-waves", closed + 31 * minute);
    const reply = await fetch(`${host.url}/data/riverbend/trust/latest/estimates.csv`);
    expect(reply.status).toBe(200);
    const [head, ...rows] = (await reply.text()).trim().split(/\r?\n/);
    expect(head).toMatch(/^department,survey,wave,/);
    expect(rows.some((row) => row.startsWith("riverbend,trust,w1,"))).toBe(true);
    const again = await fetch(reply.url, { headers: { "if-none-match": reply.headers.get("etag")! } });
    expect(again.status).toBe(304);
  });

  test("the release is signed by KMS, and good to whoever checks it by its address", async () => {
    const where = `${host.url}/data/riverbend/trust/`;
    const ran = await trust(
      { folder, now: "2026-06-01T00:00:00Z" },
      "verify",
      where,
      "--recompute",
      "--strict",
      "--json",
    );
    expect(ran, ran.err).toMatchObject({ exit: 0 });
    expect(JSON.parse(ran.out)).toMatchObject({ department: "riverbend", sequence: 1, faults: [] });
    const script = await fetch(`${host.url}/data/verify.mjs`);
    expect([script.status, await script.text()]).toEqual([200, expect.stringContaining("release-differs")]);
  });

  test("nothing was written to the data folder but the socket", () => {
    expect(readdirSync(data)).toEqual(["host.sock"]);
  });
});

test.skipIf(hasDynamoEngine)(`the cloud journey needs an engine: ${whyNoDynamoEngine}`, () => undefined);
