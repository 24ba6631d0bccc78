import { chmodSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Problem } from "../problems/problem.ts";

/** How many ports after the wanted one are tried when it is taken. */
const portsTried = 20;

const errorOf = (error: unknown): NodeJS.ErrnoException => error as NodeJS.ErrnoException;

const listening = (server: Server, where: { path: string } | { port: number; host: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });

/**
 * Listens on a port, or on the next free one after it; port 0 takes any.
 * @returns the port taken
 * @throws Problem `port-unusable`
 */
export async function listenOnPort(server: Server, port: number, host: string): Promise<number> {
  for (let tried = port; ; tried++) {
    try {
      await listening(server, { port: tried, host });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = errorOf(error);
      if (code === "EADDRINUSE" && port !== 0 && tried < port + portsTried && tried < 65_535) continue;
      throw new Problem("port-unusable", { port, host, reason: reasons[code ?? ""] ?? String(code) }, { cause: error });
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "ports below 1024 belong to the administrator",
  EADDRINUSE: `it and the ${portsTried} after it are taken by other programs`,
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host name",
};

/**
 * Listens on the socket of a data folder, mode 0600. A socket that a killed host left is replaced.
 * @throws Problem `folder-in-use` when somebody answers on it
 */
export async function listenOnSocket(server: Server, path: string, folder: string): Promise<void> {
  try {
    await listening(server, { path });
  } catch (error) {
    if (errorOf(error).code !== "EADDRINUSE") {
      throw new Problem(
        "folder-unusable",
        { folder, reason: `no socket can be made (${errorOf(error).code})` },
        { cause: error },
      );
    }
    if (await answers(path)) throw new Problem("folder-in-use", { folder, pid: undefined });
    rmSync(path, { force: true });
    await listening(server, { path });
  }
  if (process.platform !== "win32") chmodSync(path, 0o600);
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
