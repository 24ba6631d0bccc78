import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
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
