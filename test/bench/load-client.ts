import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** What the client is told, as JSON in its first argument. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** JSON body in which SUBMISSION stands for a new random id each time. */
  readonly body: string;
}

/** What it prints, as JSON. Times are milliseconds. */
export interface Measured {
  readonly perSecond: number;
  readonly acknowledged: number;
  /** Those of the second of warming up too. */
  readonly acknowledgedInAll: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/**
 * A client in a process of its own that sends as fast as it is answered over so many connections. It speaks just enough
 * HTTP for it, because client and server share the processors.
 */
async function run({ port, path, connections, seconds, body }: Load): Promise<Measured> {
  const times: number[] = [];
  let refused = 0;
  let acknowledgedInAll = 0;
  const warmUntil = performance.now() + 1_000;
  const until = warmUntil + seconds * 1_000;
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: `;
  const length = Buffer.byteLength(body.replaceAll("SUBMISSION", "0".repeat(32)));
  const message = () => `${head}${length}\r\n\r\n${body.replaceAll("SUBMISSION", randomBytes(16).toString("hex"))}`;

  const converse = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let sentAt = 0;
      let answer = "";
      const send = (): void => {
        sentAt = performance.now();
        socket.write(message());
      };
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
        const end = answer.indexOf("\r\n\r\n");
        if (end < 0) return;
        const announced = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
        if (answer.length < end + 4 + announced) return;
        const now = performance.now();
        const isStored = answer.startsWith("HTTP/1.1 201");
        if (isStored) acknowledgedInAll++;
        if (sentAt >= warmUntil) {
          if (isStored) times.push(now - sentAt);
          else refused++;
        }
        answer = "";
        if (now < until) send();
        else socket.end(resolve);
      });
      socket.on("error", reject);
      send();
    });
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
      socket.on("error", reject);
    });
  const sockets = await Promise.all(Array.from({ length: connections }, open));
  await Promise.all(sockets.map(converse));
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    perSecond: times.length / seconds,
    acknowledged: times.length,
    acknowledgedInAll,
    refused,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
  };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]!) as Load)));
