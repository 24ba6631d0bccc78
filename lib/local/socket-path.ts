import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";

/** Bytes of a socket's path that every system takes, the final NUL included. */
const longest = 104;

/**
 * Where a host of this data folder listens for the command line: `host.sock` in it, or, where that path is longer than a
 * socket's may be, one named after the folder in a private folder among the temporary files; a named pipe on Windows.
 * @example socketPathOf("/srv/trust") // "/srv/trust/host.sock"
 */
export function socketPathOf(folder: string): string {
  const path = resolve(folder);
  const name = createHash("sha256").update(path).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\mutual-trust-${name}`;
  const inside = join(path, "host.sock");
  if (Buffer.byteLength(inside) < longest) return inside;
  const aside = join(tmpdir(), `mutual-trust-${userInfo().uid}`);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  return join(aside, `${name}.sock`);
}
