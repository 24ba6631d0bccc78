import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";

/**
 * Every canary holds this mark; whatever holds it anywhere else was leaked by what a request brought. Long enough that no random
 * name of a folder, key or signature holds it by chance.
 */
export const mark = "qzxkw";
/** Where the requests come from: an address of its own each, where the system has all of 127/8. */
export const addressOf = (index: number): string => `127.77.${(index >> 8) & 255}.${index & 255}`;
export const forwardedOf = (index: number): string => `198.51.${(index >> 8) & 255}.${index & 255}`;
/** Five digits follow the mark: Crockford's alphabet, as a letter code has it. @param index below 100,000 */
export const codeOf = (index: number): string => `${mark}${String(index).padStart(5, "0")}`;

export interface Sent {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
}

/** One request from an address and an agent of its own. Resolves to nothing when the system dies under it. */
export function sendFrom(
  index: number,
  url: string,
  { method = "GET", path, type, body }: Sent,
): Promise<{ status: number; location: string; text: string } | undefined> {
  const { hostname, port } = new URL(url);
  const agent = `${mark}-agent-${index}`;
  const headers = {
    "user-agent": agent,
    "x-forwarded-for": forwardedOf(index),
    forwarded: `for=${forwardedOf(index)}`,
    "sec-ch-ua": agent,
    referer: `http://${agent}.example/`,
    cookie: `seen=${agent}`,
    "accept-language": "en",
    ...(type && { "content-type": type }),
    ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve) => {
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        headers,
        agent: false,
        ...(process.platform === "linux" && { localAddress: addressOf(index) }),
      },
      (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, location: String(answer.headers.location ?? ""), text }),
        );
        answer.on("error", () => resolve(undefined));
      },
    );
    sent.on("error", () => resolve(undefined));
    sent.end(body);
  });
}

/** Bytes of every file below a folder, one character each. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files.set(path, readFileSync(path, "latin1"));
    }
  return files;
}
