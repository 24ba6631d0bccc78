import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { startStoreThread } from "../../lib/stores/store-thread.ts";
import { descendantsOf, startSystem } from "../journeys/local-system.ts";

const start = fileURLToPath(new URL("../../bin/start.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "trust-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A Node that is too old to run the program itself, if this machine has one: start.mjs then runs another as its child. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => {
  const version = existsSync(path) ? spawnSync(path, ["--version"], { encoding: "utf8" }).stdout : "";
  return Number(/^v(\d+)/.exec(version)?.[1] ?? 99) < 24;
});
const nodes = [["this Node", process.execPath], ...(oldNode ? [["an old Node", oldNode] as const] : [])] as const;

const refusalOf = (environment: NodeJS.ProcessEnv): { code: number | null; sentence: string } => {
  const run = spawnSync(process.execPath, [start, "local.ts", "--no-demo"], {
    env: { ...process.env, PORT: "0", ...environment },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { code: run.status, sentence: run.stderr.trim() };
};

/** A process that has ended and that nobody has asked about has no command line any more. */
const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || "gone";
  } catch {
    return "gone";
  }
};

describe.each(nodes)("under %s", (_name, node) => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "%s ends it with 0 and leaves no process and no socket",
    async (signal) => {
      const data = join(folder, `signal-${signal}-${node.length}`);
      const system = await startSystem(data, {}, node);
      const children = descendantsOf(system.child.pid!);
      expect(await system.stop(signal), system.output()).toEqual({ code: 0, signal: null });
      // The build's own process ends when ours has ended, which takes a moment on a busy machine.
      const left = () => children.map(nameOf).filter((name) => name !== "gone");
      await expect.poll(left).toEqual([]);
      expect(readdirSync(data)).not.toContain("host.sock");
      expect(readFileSync(join(data, "mutual-trust.json"), "utf8")).toContain("mutual-trust");
    },
  );
});

test.runIf(oldNode)("when the process that started it is killed outright, it ends too", async () => {
  const system = await startSystem(join(folder, "orphan"), {}, oldNode);
  const [child] = descendantsOf(system.child.pid!);
  await system.stop("SIGKILL");
  await expect.poll(() => existsSync(`/proc/${child}`)).toBe(false);
});

test("a closed terminal does not keep it from putting everything away", async () => {
  const data = join(folder, "closed-terminal");
  const system = await startSystem(data);
  system.child.stdout!.destroy();
  system.child.stderr!.destroy();
  expect(await system.stop("SIGHUP")).toEqual({ code: 0, signal: null });
  expect(readdirSync(data)).not.toContain("host.pid");
});

test("a taken port: the next free one, and it says so", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const taken = (other.address() as { port: number }).port;
  const system = await startSystem(join(folder, "port"), { PORT: String(taken) });
  expect(Number(new URL(system.url).port)).toBeGreaterThan(taken);
  expect(system.output()).toContain(`Port ${taken} is taken; using `);
  const headers = { accept: "text/html", "accept-language": "ar" };
  for (const path of ["/results/", "/nowhere"]) {
    const missing = await fetch(system.url + path, { headers });
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('lang="ar"')]);
  }
  await system.stop("SIGTERM");
  other.close();
});

test("one host per data folder: the second names the first", async () => {
  const data = join(folder, "shared");
  const system = await startSystem(data);
  const { code, sentence } = refusalOf({ TRUST_DATA: data });
  expect(code).toBe(1);
  expect(sentence).toContain(`is in use by process ${system.child.pid}`);
  await system.stop("SIGTERM");
});

describe("what cannot be used is said in one sentence", () => {
  const file = join(folder, "a-file");
  const foreign = join(folder, "foreign");
  const newer = join(folder, "newer");
  const closed = join(folder, "closed");
  writeFileSync(file, "");
  mkdirSync(foreign);
  writeFileSync(join(foreign, "thesis.txt"), "");
  mkdirSync(newer);
  writeFileSync(join(newer, "mutual-trust.json"), JSON.stringify({ program: "mutual-trust", format: 99 }));
  mkdirSync(closed);
  chmodSync(closed, 0o500);

  test.each([
    ["a file", { TRUST_DATA: file }, "a-file cannot be used: a file is in its place"],
    ["somebody else's folder", { TRUST_DATA: foreign }, 'holds something else ("thesis.txt"), so nothing was written'],
    ["a newer format", { TRUST_DATA: newer }, "made by a newer version"],
    ["a port that is none", { PORT: "http" }, 'PORT is "http"; expected a number from 0 to 65535'],
    ["an address of another machine", { TRUST_HOST: "203.0.113.1" }, "this machine has no such address"],
  ])("%s", (_name, environment, words) => {
    const { code, sentence } = refusalOf({ TRUST_DATA: join(folder, "unused"), ...environment });
    expect(code).toBe(1);
    expect(sentence).toContain(words);
    expect(sentence.split("\n")).toHaveLength(1);
  });

  test.runIf(process.getuid?.() !== 0)("a folder without permission", () => {
    expect(refusalOf({ TRUST_DATA: join(closed, "data") }).sentence).toContain("you may not read or write there");
  });
});

test("a document that something else has garbled is named, with what to do", async () => {
  const data = join(folder, "garbled");
  await (await startStoreThread({ data })).close();
  const database = new DatabaseSync(join(data, "store.db"));
  database.exec("insert into documents values ('link', '', 'k7q2', '{\"id\":', 1)");
  database.close();
  const { code, sentence } = refusalOf({ TRUST_DATA: data });
  expect(code).toBe(1);
  expect(sentence).toMatch(/^The registry's document "link k7q2" cannot be read: .* backup of the data folder .*$/);
});

test("--help tells the settings; an unknown flag is wrong usage", () => {
  const run = (flag: string) => spawnSync(process.execPath, [start, "local.ts", flag], { encoding: "utf8" });
  expect(run("--help").stdout).toContain("TRUST_DATA");
  expect(run("--halp")).toMatchObject({ status: 2, stdout: "" });
});
