import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtFunctions } from "../../functions/bundle.ts";
import { socketPathOf } from "../../lib/local/socket-path.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { type Setting, trust } from "./terminal.ts";

let setting: Setting;
const run = (line: string) => trust(setting, ...line.split(" "));

beforeAll(async () => {
  await builtFunctions();
  setting = { folder: await mkdtemp(join(tmpdir(), "trust-ends-")), now: "2026-01-01T00:00:00Z" };
  await mkdir(join(setting.folder, "riverton"));
  for (const [name, text] of Object.entries(rivertonFiles()))
    await writeFile(join(setting.folder, "riverton", name), text);
  expect((await run("apply riverton")).exit).toBe(0);
});
afterAll(() => rm(setting.folder, { recursive: true }));

/** What a verb finds that asks another verb's host as that one ends: it answers once, and the connection after that meets `end`. */
async function hostThatEnds(end: (socket: Socket, server: Server) => void): Promise<void> {
  let connections = 0;
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    if (connections++ > 0) return end(socket, server);
    socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    socket.resume();
  });
  await new Promise<void>((listening) => server.listen(socketPathOf(join(setting.folder, ".trust")), listening));
}

interface Links {
  readonly links: { readonly active: number; readonly revoked: number };
}
const links = async (): Promise<Links["links"]> => (JSON.parse((await run("status --json")).out) as Links).links;
const newLink = async (): Promise<string> => {
  const [link] = JSON.parse((await run("links make --json")).out) as readonly { readonly id: string }[];
  return link!.id;
};

test("a call that the ending host did not read is made again, to the next", async () => {
  const link = await newLink();
  await hostThatEnds((socket, server) => {
    server.close();
    // Closed with what was sent still unread.
    setTimeout(() => socket.destroy(), 50);
  });
  expect(await run(`links revoke ${link}`)).toMatchObject({ exit: 0, err: "" });
  expect(await links()).toEqual({ active: 0, revoked: 1 });
});

test("a question that was lost is asked again", async () => {
  await hostThatEnds((socket, server) => {
    server.close();
    socket.once("data", () => socket.end());
    socket.resume();
  });
  expect(await run("status")).toMatchObject({ exit: 0, out: expect.stringContaining("riverton/core") });
});

test("a call that may have been carried out is not made again, and the person is told", async () => {
  const link = await newLink();
  await hostThatEnds((socket, server) => {
    server.close();
    let heard = "";
    socket.on("data", (part) => {
      heard += part.toString();
      if (heard.endsWith("{}")) socket.end();
    });
    socket.resume();
  });
  const ended = await run(`links revoke ${link}`);
  expect(ended).toMatchObject({ exit: 1, err: expect.stringContaining("stopped answering in the middle") });
  expect(await links()).toEqual({ active: 1, revoked: 1 });
});
