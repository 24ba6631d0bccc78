import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../../lib/local/host.ts";
import { inFlight } from "../../lib/local/in-flight.ts";
import { webServer } from "../../lib/local/web-server.ts";
import { fixtureEntries, writeFixtureFunctions } from "./fixture-functions.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-limits-"));
const options = {
  port: 0,
  functions: join(folder, "functions"),
  entries: fixtureEntries,
  schedules: false,
  environment: {},
} as const;
let host: Host;
beforeAll(async () => {
  writeFixtureFunctions(options.functions);
  host = await startHost({ ...options, data: join(folder, "data") });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Sends bytes as they are and resolves to what came back when the server ended the connection, or after `wait` ms. */
const converse = (url: string, text: string, wait = 30_000): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
    let answer = "";
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", end);
    setTimeout(end, wait).unref();
    socket.write(text);
  });

describe("a request that is too large is refused before it is held in memory", () => {
  test("by its announced length, and a client that sends it all the same sees the answer", async () => {
    const reply = await fetch(`${host.url}/echo/1`, { method: "POST", body: "x".repeat(300_000) });
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ detail: "A request to this address may have at most 262144 bytes." });
  });
  test("without a length, as soon as it is over", async () => {
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const head = "POST /echo/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await converse(host.url!, head + chunk.repeat(6))).toContain("413");
  });
  test("a client that asks first is told before it sends", async () => {
    const head = "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\nExpect: 100-continue\r\n\r\n";
    const answer = await converse(host.url!, head);
    expect(answer).toContain("HTTP/1.1 413");
    expect(answer).not.toContain("100 Continue");
  });
  test("in process too", async () => {
    const reply = await host.request({ method: "POST", path: "/echo/1", body: "x".repeat(300_000) });
    expect(reply.status).toBe(413);
  });
  test("a closed route takes more", async () => {
    const reply = await host.request({ method: "POST", path: "/closed/1", body: "x".repeat(300_000) });
    expect(reply.status).toBe(200);
  });
});

describe("what is no HTTP gets its status and the end of the connection", () => {
  test.each([
    ["nonsense", "hello\r\n\r\n", "400"],
    ["a head that is too large", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
    ["no host", "GET /page HTTP/1.1\r\n\r\n", "400"],
    ["a target that is no path", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400"],
    ["two lengths", "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"],
  ])("%s", async (_name, text, status) => {
    expect(await converse(host.url!, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
  test("a body that never comes ends with its connection and harms nobody", async () => {
    const head = "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
    expect(await converse(host.url!, head, 200)).toBe("");
    expect((await fetch(`${host.url}/page`)).status).toBe(200);
  });
});

test("when too many are under way, the next is sent away at once and told when to come back", async () => {
  const held = Promise.withResolvers<void>();
  const answer = async () => {
    await held.promise;
    return { status: 200, headers: {}, body: "served" };
  };
  const server = webServer(() => ({ bodyLimit: 10, answer }), inFlight(), 2);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const served = [fetch(url), fetch(url)];
  await expect.poll(async () => (await fetch(url)).status).toBe(503);
  expect((await fetch(url, { method: "POST", body: "x".repeat(100_000) })).headers.get("retry-after")).toBe("5");
  held.resolve();
  expect(await Promise.all(served.map(async (reply) => (await reply).text()))).toEqual(["served", "served"]);
  expect((await fetch(url)).status).toBe(200);
  server.close();
  server.closeAllConnections();
});

describe("closing", () => {
  test("a request under way is answered, a later one is not, and the folder is free again", async () => {
    const data = join(folder, "closing");
    const said: string[] = [];
    const own = await startHost({ ...options, data, log: (outcome) => said.push(String(outcome.line)) });
    const slow = fetch(`${own.url}/crash?slow`);
    await expect.poll(() => said).toContain("slow");
    const closing = own.close();
    expect(await (await slow).text()).toBe("alive");
    await closing;
    await expect(fetch(`${own.url}/page`)).rejects.toThrow();
    const again = await startHost({ ...options, data });
    expect(again.isNew).toBe(false);
    await again.close();
  });
  test("twice is once, and a connection that stays open does not hold it up", async () => {
    const own = await startHost({ ...options, data: join(folder, "idle") });
    const idle = connect({ port: Number(new URL(own.url!).port), host: "127.0.0.1" });
    await new Promise((resolve) => idle.once("connect", resolve));
    idle.resume().on("error", () => undefined);
    const ended = new Promise((resolve) => idle.once("close", resolve));
    await Promise.all([own.close(), own.close()]);
    await ended;
  });
  test("a folder in use is refused, and what had been started is put away", async () => {
    await expect(startHost({ ...options, data: join(folder, "data") })).rejects.toMatchObject({
      code: "folder-in-use",
    });
    expect((await fetch(`${host.url}/page`)).status).toBe(200);
  });
});
