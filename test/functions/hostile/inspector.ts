import { Session } from "node:inspector";

/** Long enough for a full collection on a busy machine; a thread that has ended never answers. */
const patience = 5_000;

export type Params = Readonly<Record<string, unknown>>;

/** A way to a process's inspector. Close it: a process does not exit while somebody from outside is attached. */
export interface Inspector {
  /** Resolves to undefined when there was no answer in time, or a refusal. */
  ask(method: string, params?: Params): Promise<Params | undefined>;
  listen(listener: (method: string, params: Params) => void): void;
  close(): void;
}

/** Whatever comes first: the answer, or the end of patience. */
export function answerOrNone(begin: (answered: (result: Params | undefined) => void) => void) {
  return new Promise<Params | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patience);
    begin((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}

/** That of this process. */
export function ownInspector(): Inspector {
  const session = new Session();
  session.connect();
  return {
    ask: (method, params = {}) =>
      answerOrNone((answered) => session.post(method, params, (_, result) => answered(result as Params | undefined))),
    listen(listener) {
      session.on("inspectorNotification", ({ method, params }: { method: string; params: Params }) =>
        listener(method, params ?? {}),
      );
    },
    close: () => session.disconnect(),
  };
}

/** That of a process which was started with `--inspect`. @param address `ws://…`, as it prints it */
export async function inspectorAt(address: string): Promise<Inspector> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error(`no inspector at ${address}`)), { once: true });
  });
  const waiting = new Map<number, (result: Params | undefined) => void>();
  let last = 0;
  let heard = (_method: string, _params: Params): void => undefined;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; method?: string; params?: Params; result?: Params };
    if (message.method !== undefined) return heard(message.method, message.params ?? {});
    waiting.get(message.id ?? 0)?.(message.result);
    waiting.delete(message.id ?? 0);
  });
  return {
    ask: (method, params = {}) =>
      answerOrNone((answered) => {
        waiting.set(++last, answered);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    listen(listener) {
      heard = listener;
    },
    close: () => socket.close(),
  };
}
