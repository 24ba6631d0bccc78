import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Reply } from "./call.ts";
import type { InFlight } from "./in-flight.ts";
import { refusal } from "./reply.ts";

/** What becomes of a request, decided from its head, before a byte of its body is read. */
export interface Plan {
  /** Bytes; more are refused with 413. */
  readonly bodyLimit: number;
  readonly answer: (body: Buffer | undefined) => Promise<Reply>;
}

export type Planner = (request: IncomingMessage) => Plan | Promise<Plan>;

const tooLarge = (limit: number): Reply =>
  refusal(413, "Too large", `A request to this address may have at most ${limit} bytes.`, { connection: "close" });
const failed = refusal(500, "Internal error", "Something is wrong in this program. Please try again.");

const busy = refusal(503, "Busy", "Too many people answer at this moment. Try again in a few seconds.", {
  "retry-after": "5",
});
/** More requests under way than this are sent away at once: a queue that grows only makes everybody wait. */
const mostUnderWay = 2_000;

/** How long the rest of a refused body is read and thrown away, so that the client sees the refusal and no broken pipe. */
const drainMilliseconds = 2_000;

/**
 * A web server for one listener, with limits on everything a client can make slow or large.
 * @param requests counts those under way, over all listeners
 */
export function webServer(plan: Planner, requests: InFlight, most: number = mostUnderWay): Server {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.started();
    try {
      if (requests.count > most) {
        write(request, response, busy);
        return drain(request);
      }
      // Node throws away what follows a request that would change the protocol, so its connection ends with its answer.
      if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
      const { bodyLimit, answer } = await plan(request);
      const body = await readBody(request, bodyLimit);
      if (body === "gone") return;
      if (body !== "too-large") return write(request, response, await answer(body));
      write(request, response, tooLarge(bodyLimit));
      drain(request);
    } catch {
      if (!response.headersSent) write(request, response, failed);
    } finally {
      requests.ended();
    }
  };
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => void serve(request, response),
  );
  // A socket on which nothing moves for so long is given up: a reader that does not read, a sender that does not send.
  server.timeout = 120_000;
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    // Node asks us before the client sends its body; readBody then refuses by the announced length alone.
    if (Number(request.headers["content-length"] ?? 0) < 10_000_000) response.writeContinue();
    void serve(request, response);
  });
  server.on("clientError", answerNonsense);
  return server;
}

/** The whole body, or why there is none. `too-large` leaves the rest unread. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined | "too-large" | "gone"> {
  const announced = request.headers["content-length"];
  if (announced === undefined && request.headers["transfer-encoding"] === undefined) return Promise.resolve(undefined);
  if (Number(announced ?? 0) > limit) return Promise.resolve("too-large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off("data", take);
      chunks.length = 0;
      resolve("too-large");
    };
    request.on("data", take);
    request.once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.once("close", () => resolve("gone"));
    request.once("error", () => resolve("gone"));
  });
}

function drain(request: IncomingMessage): void {
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), drainMilliseconds);
  timer.unref();
  request.once("end", () => clearTimeout(timer));
}

function write(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status, headers, cookies, body } = reply;
  const named = { ...headers, ...(cookies?.length && { "set-cookie": [...cookies] }) };
  const hasBody = status !== 204 && status !== 304;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, hasBody ? { ...named, "content-length": length } : named);
  response.end(request.method === "HEAD" || !hasBody ? undefined : body);
}

/** A request that is no HTTP, too slow or has too large a head. */
function answerNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
