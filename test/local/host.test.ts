import { mkdtempSync, rmSync, statSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../../lib/local/host.ts";
import { fixtureEntries, writeFixtureFunctions } from "./fixture-functions.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-host-"));
const functions = join(folder, "functions");
const log: unknown[] = [];
const noon = Date.parse("2026-05-01T12:00:00Z");
let host: Host;

beforeAll(async () => {
  writeFixtureFunctions(functions);
  host = await startHost({
    data: join(folder, "data"),
    port: 0,
    functions,
    entries: fixtureEntries,
    schedules: false,
    environment: { TRUST_SITE: "x", TRUST_TOKEN: "secret", SECRET: "y" },
    now: () => noon,
    log: (outcome) => log.push(outcome),
  });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init);
const overSocket = (path: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    httpRequest({ socketPath: host.socketPath, path }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, body }));
    })
      .on("error", reject)
      .end();
  });

describe("a request becomes the event that API Gateway would send", () => {
  test("with path, query, cookies and headers, and nothing to recognise a person by", async () => {
    const headers = {
      cookie: "s=1; t=2",
      "user-agent": "canary-agent",
      referer: "http://canary.test/",
      "x-forwarded-for": "203.0.113.9",
      authorization: "Bearer canary",
      "accept-language": "es",
    };
    const reply = await get("/echo/a%20b/c?x=1&x=2&y=%C3%A9", { headers });
    const { event } = (await reply.json()) as { event: Record<string, unknown> };
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /echo/{proxy+}",
      rawPath: "/echo/a%20b/c",
      rawQueryString: "x=1&x=2&y=%C3%A9",
      queryStringParameters: { x: "1,2", y: "é" },
      pathParameters: { proxy: "a b/c" },
      cookies: ["s=1", "t=2"],
      requestContext: {
        http: { method: "GET", path: "/echo/a%20b/c", sourceIp: "", userAgent: "" },
        timeEpoch: noon,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
      isBase64Encoded: false,
    });
    expect(event.headers).toMatchObject({ "accept-language": "es" });
    expect(JSON.stringify(event)).not.toMatch(/canary|203\.0\.113|127\.0\.0\.1(?!:)/);
  });

  test.each([
    ["JSON as text", "application/json", '{"é":1}', '{"é":1}', false],
    ["a form in base64", "application/x-www-form-urlencoded", "a=1", "YT0x", true],
    ["bytes in base64", "application/octet-stream", "abc", "YWJj", true],
    ["text that is not UTF-8 in base64", "application/json", Buffer.from([0x22, 0xff]), "Iv8=", true],
  ])("%s", async (_name, type, sent, body, isBase64Encoded) => {
    const reply = await get("/echo/1", { method: "POST", headers: { "content-type": type }, body: sent });
    expect(((await reply.json()) as { event: unknown }).event).toMatchObject({ body, isBase64Encoded });
  });

  test("the function sees our settings and no other environment", async () => {
    const { environment } = (await (await get("/echo/1")).json()) as { environment: unknown };
    expect(environment).toEqual({ TRUST_SITE: "x", TRUST_STORES: "embedded" });
  });
});

describe("a result becomes the answer", () => {
  test("headers and every cookie", async () => {
    const { headers } = await get("/echo/1");
    expect(headers.get("x-name")).toBe("1");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });
  test("bytes", async () => {
    const reply = await get("/picture");
    expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([0, 255, 10, 13]);
  });
  test.each([
    ["GET", "/nowhere", 404, null],
    ["DELETE", "/page", 405, "GET"],
    ["HEAD", "/page", 405, "GET"],
  ])("%s %s: %i", async (method, path, status, allow) => {
    const reply = await get(path, { method });
    expect([reply.status, reply.headers.get("allow")]).toEqual([status, allow]);
  });
});

describe("a function that fails harms no other", () => {
  test("one that throws: 500, its place in the log, its message nowhere", async () => {
    expect((await get("/crash?throw")).status).toBe(500);
    expect(log).toContainEqual(
      expect.objectContaining({
        event: "function-failed",
        name: "RangeError",
        place: expect.stringContaining("crash/handler.mjs:3"),
      }),
    );
  });
  test("one whose thread dies: 503 for those in it, then a new thread", async () => {
    const [other, crashed] = await Promise.all([get("/crash?never"), get("/crash").then(() => get("/crash?now"))]);
    expect([other.status, crashed.status]).toEqual([503, 503]);
    expect(other.headers.get("retry-after")).toBe("1");
    expect(log).toContainEqual(expect.objectContaining({ event: "function-crashed", name: "TypeError" }));
    expect(await (await get("/crash")).text()).toBe("alive");
  });
  test("one that never answers: 504, and its thread goes on", async () => {
    const [never, alive] = await Promise.all([get("/crash?never"), get("/crash")]);
    expect([never.status, alive.status]).toEqual([504, 200]);
  });
  test("one that hangs: 504, then a new thread", async () => {
    expect((await get("/crash?hang")).status).toBe(504);
    expect(await (await get("/crash")).text()).toBe("alive");
  });
  test("one that cannot be loaded: 503, and it is not tried with every request", async () => {
    for (let request = 0; request < 20; request++) expect((await get("/broken")).status).toBe(503);
    // Once a second, which on a machine that stands still for a while may be more than once.
    expect(log.filter((line) => JSON.stringify(line).includes('"broken"')).length).toBeLessThan(10);
  });
  test("no message of an error was logged", () => {
    expect(JSON.stringify(log)).not.toContain("secret");
  });
});

describe("stores", () => {
  test("what a function stores is there, at the event's own time", async () => {
    const reply = await host.request({ method: "POST", path: "/count/a", at: 42 });
    expect([reply.status, Buffer.from(reply.body).toString()]).toEqual([201, "1"]);
  });
  test("a function can do no more than its grants", async () => {
    expect((await get("/overreach")).status).toBe(500);
  });
  test("what is published is served", async () => {
    await get("/publish");
    const reply = await get("/data/x/a.txt");
    expect(await reply.text()).toBe("published");
    expect(reply.headers.get("cache-control")).toBe("no-cache");
    const again = await get("/data/x/a.txt", { headers: { "if-none-match": reply.headers.get("etag")! } });
    expect(again.status).toBe(304);
  });
});

describe("closed routes", () => {
  test("need a token over the network", async () => {
    const reply = await get("/closed/1");
    expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });
  test.each([
    [["trust:read"], "GET", 200],
    [["trust:read"], "POST", 403],
    [["trust:manage"], "POST", 200],
    [[], "GET", 403],
  ])("with scopes %j, %s: %i", async (scopes, method, status) => {
    const token = await host.developmentToken!(scopes, 5);
    expect((await get("/closed/1", { method, headers: { authorization: `Bearer ${token}` } })).status).toBe(status);
  });
  test("a token that ran out, or that another signed, is refused", async () => {
    const token = await host.developmentToken!(["trust:read"], -1);
    expect((await get("/closed/1", { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    const [head, claims] = token.split(".");
    expect((await get("/closed/1", { headers: { authorization: `Bearer ${head}.${claims}.AAAA` } })).status).toBe(401);
  });
  test("are open over the socket with all scopes, which only its owner may open", async () => {
    const { status, body } = await overSocket("/closed/1");
    expect(status).toBe(200);
    expect(JSON.parse(body).event.requestContext.authorizer.jwt.claims.scope).toContain("trust:custodian");
    expect(statSync(host.socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
  });
  test("in process, the scopes named are all there are", async () => {
    const path = "/closed/1";
    const claims = await host.request({ method: "GET", path, scopes: ["trust:read"] });
    expect(JSON.parse(Buffer.from(claims.body).toString()).event.requestContext.authorizer.jwt.claims).toEqual({
      scope: "trust:read",
    });
    expect((await host.request({ method: "POST", path, scopes: ["trust:read"] })).status).toBe(403);
  });
  test("tokens are given out over the socket and never over the network", async () => {
    expect((await get("/dev/token", { method: "POST" })).status).toBe(404);
    const reply = await host.request({ method: "POST", path: "/dev/token", body: "scope=trust%3Aread" });
    const { access_token } = JSON.parse(Buffer.from(reply.body).toString());
    expect((await get("/closed/1", { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(200);
  });
});

describe("the schedule", () => {
  test("a run gets the schedule's event", async () => {
    expect(await host.runSchedule("job", 0)).toMatchObject({
      runs: 1,
      event: { source: "mutual-trust.schedule", time: "1970-01-01T00:00:00.000Z" },
    });
  });
  test("what a function writes reaches the host's log", () => {
    expect(log).toContainEqual({ event: "function-said", function: "job", line: '{"outcome":"ran"}' });
  });
  test("a failed run says so and the next one comes", async () => {
    await expect(host.runSchedule("job", 13_000)).rejects.toThrow("job did not finish");
    expect(await host.runSchedule("job", 14_000)).toMatchObject({ runs: 3 });
  });
});
