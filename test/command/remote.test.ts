import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../../lib/local/host.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { type Ran, type Setting, trust } from "./terminal.ts";

let host: Host;
let folder: string;
// Tokens are checked against the host's clock, which stands still at the same time.
const now = "2026-01-01T00:00:00Z";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-remote-"));
  await mkdir(join(folder, "riverton"));
  for (const [name, text] of Object.entries(rivertonFiles())) await writeFile(join(folder, "riverton", name), text);
  await trust({ folder, now }, "invitations", "mint", "--wave", "riverton/w1", "--count", "60");
  host = await startHost({ data: join(folder, "data"), port: 0, now: () => Date.parse(now), schedules: false });
});
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

const asRole = async (scopes: readonly string[], line: string, minutes = 10): Promise<Ran> => {
  const setting: Setting = {
    folder,
    now,
    environment: { TRUST_TOKEN: (await host.developmentToken?.(scopes, minutes)) ?? "" },
  };
  return trust(setting, ...line.split(" "), "--remote", host.url!);
};

test("a steward manages from elsewhere", async () => {
  expect((await asRole(["trust:manage"], "apply riverton")).exit).toBe(0);
  expect((await asRole(["trust:manage"], "open w1 --closes 2026-03-01")).exit).toBe(0);
  expect((await asRole(["trust:read"], "status")).out).toContain("riverton/w1  open");
});

test.each([
  ["an analyst opens no wave", ["trust:read"], "open w2 --opens 2026-04-01 --closes 2026-05-01"],
  ["a steward loads no invitations", ["trust:manage"], "invitations load ledger.json"],
  ["nobody without a scope reads the status", [], "status"],
])("%s", async (_, scopes, line) => {
  const { exit, err } = await asRole(scopes, line);
  expect(exit).toBe(1);
  expect(err).toMatch(/^Error: .*(trust:manage|trust:custodian|trust:read|scope|right)/);
});

test("the custodian loads the ledger and may do nothing else", async () => {
  expect(await asRole(["trust:custodian"], "invitations load ledger.json")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("60 of 60 invitations are new"),
  });
  expect((await asRole(["trust:custodian"], "status")).exit).toBe(1);
});

test("a token that has run out is refused in words", async () => {
  const { exit, err } = await asRole(["trust:manage"], "status", -5);
  expect([exit, err]).toEqual([1, expect.stringMatching(/^Error: .*token/i)]);
});

test("an address where nobody is, is said to be so", async () => {
  const setting: Setting = { folder, now, environment: { TRUST_TOKEN: "x" } };
  const { exit, err } = await trust(setting, "status", "--remote", "http://127.0.0.1:9");
  expect([exit, err]).toEqual([1, expect.stringContaining("cannot be reached")]);
});

test("work that takes longer than a request is waited for by its name, and said once in a log", async () => {
  const asked: string[] = [];
  const answers = [
    { status: "running", task: "t1" },
    { status: "running", task: "t1" },
    { new: [], release: "r" },
  ];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const waves = { waves: [{ department: "riverton", wave: "w1", phase: "over", tallyFrom: now }] };
    const answer = request.url!.includes("/manage/waves") ? waves : answers.shift()!;
    response
      .writeHead("task" in answer ? 202 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const setting = { folder, now, environment: { TRUST_TOKEN: "t" } };
  const ran = await trust(setting, "review", "w1", "--remote", `http://127.0.0.1:${port}`);
  server.close();
  expect(asked.slice(1)).toEqual([
    "GET /api/v1/reviews/riverton/w1",
    "GET /api/v1/reviews/riverton/w1?task=t1",
    "GET /api/v1/reviews/riverton/w1?task=t1",
  ]);
  expect(ran).toMatchObject({
    exit: 0,
    err: "Still working; this may take minutes. The same command again waits on.\n",
  });
});

test.each([
  [401, '{"message":"Unauthorized"}', /does not accept the token in TRUST_TOKEN \(Unauthorized\)/],
  [403, '{"message":"Forbidden"}', /Your token is good, and not for this \(Forbidden\)/],
  [502, "<html>Bad gateway</html>", /answered with status 502 and nothing that we know/],
  [200, "<html>Welcome to the library</html>", /Is it an installation of Mutual Trust\?/],
])("what a gateway answers with %d is said in our words", async (status, body, words) => {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const setting = { folder, now, environment: { TRUST_TOKEN: "t" } };
  const { exit, err } = await trust(setting, "status", "--remote", `http://127.0.0.1:${port}`);
  server.close();
  expect(exit).toBe(1);
  expect(err).toMatch(words);
});
