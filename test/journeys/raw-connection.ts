import { connect, type Socket } from "node:net";

/** What came back to a request. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Bytes to send over one connection, as they are. */
export interface Volley {
  readonly bytes: Buffer;
  /** The method of each request in it: whoever asks with HEAD gets no body. */
  readonly methods: readonly string[];
  /** `answers`: one for each method, then more may be sent. `end`: the client says that it is done, and the server closes. `cut`: nobody waits. */
  readonly until: "answers" | "end" | "cut";
}

export interface RawConnection {
  /** What came back; fewer answers than requests when the server closed the connection. */
  send(volley: Volley): Promise<readonly RawAnswer[]>;
  close(): void;
}

const patience = 30_000;

/** A connection that is opened when it is needed, kept, and opened again when the server closed it. It reads just enough HTTP for it. */
export function rawConnection(port: number): RawConnection {
  let socket: Socket | undefined;
  const open = (): Socket => {
    const opened = connect({ port, host: "127.0.0.1", noDelay: true });
    opened.on("error", () => undefined);
    return opened;
  };
  return {
    send({ bytes, methods, until }) {
      // What ends a connection has one of its own.
      const own = until === "answers" ? undefined : open();
      if (!own && (socket === undefined || socket.destroyed || !socket.writable)) socket = open();
      const to = own ?? socket!;
      return new Promise((resolve, reject) => {
        let unread = "";
        let isOver = false;
        const answers: RawAnswer[] = [];
        const timer = setTimeout(
          () =>
            reject(new Error(`${answers.length} answers to ${methods.length}: ${bytes.toString("latin1", 0, 400)}`)),
          patience,
        );
        const over = (): void => {
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          to.off("data", take);
          to.off("close", over);
          own?.destroy();
          // A server that says so closes; waiting for it would race with the next request.
          if (/^connection: close/im.test(answers.at(-1)?.head ?? "")) to.destroy();
          resolve(answers);
        };
        const take = (chunk: Buffer): void => {
          unread += chunk.toString("latin1");
          for (let read = nextAnswer(unread, methods[answers.length]); read; ) {
            unread = unread.slice(read.length);
            if (read.answer.status >= 200) answers.push(read.answer);
            read = nextAnswer(unread, methods[answers.length]);
          }
          if (until === "answers" && answers.length >= methods.length) over();
        };
        to.on("data", take);
        to.on("close", over);
        to.write(bytes, () => {
          if (until === "end") to.end();
          if (until === "cut") over();
        });
      });
    },
    close: () => socket?.destroy(),
  };
}

/** The first answer of what has come, when it is there as a whole. */
function nextAnswer(text: string, method: string | undefined): { answer: RawAnswer; length: number } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end + 2);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  const hasNone = method === "HEAD" || status < 200 || status === 204 || status === 304;
  const length = end + 4 + (hasNone ? 0 : bodyLength(head, text.slice(end + 4)));
  return text.length < length ? undefined : { answer: { status, head, body: text.slice(end + 4, length) }, length };
}

/** @param rest what has come after the head; node's own refusals come as an empty chunk */
function bodyLength(head: string, rest: string): number {
  if (/^transfer-encoding: chunked\r$/im.test(head)) {
    const last = rest.indexOf("0\r\n\r\n");
    return last < 0 ? Number.POSITIVE_INFINITY : last + 5;
  }
  const length = /^content-length: (\d+)\r$/im.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${head}`);
  return Number(length);
}
