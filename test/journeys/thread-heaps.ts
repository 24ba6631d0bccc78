/** A thread that ends meanwhile never answers. */
const patience = 10_000;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
  readonly result?: unknown;
}

/** What the threads of another process hold, read over its inspector. */
export interface ThreadHeaps {
  /** Megabytes in use in all threads, once everything that can go has gone. */
  inUse(): Promise<number>;
  close(): void;
}

/**
 * Attaches to a process that was started with `--inspect`, and to every worker thread that it has or gets.
 * @param address `ws://…`, as the process prints it
 */
export async function threadHeaps(address: string): Promise<ThreadHeaps> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error(`no inspector at ${address}`)), { once: true });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  const workers = new Set<string>();
  let last = 0;
  const settle = ({ id, result }: Message): void => {
    waiting.get(id ?? 0)?.(result);
    waiting.delete(id ?? 0);
  };
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    const { sessionId = "", message: inner } = message.params ?? {};
    if (message.method === "NodeWorker.attachedToWorker") workers.add(sessionId);
    else if (message.method === "NodeWorker.detachedFromWorker") workers.delete(sessionId);
    else if (message.method === "NodeWorker.receivedMessageFromWorker") settle(JSON.parse(inner!) as Message);
    else settle(message);
  });
  const ask = (method: string, worker?: string, params: object = {}): Promise<unknown> => {
    const id = ++last;
    const text = JSON.stringify({ id, method, params });
    const wrapped = {
      id: ++last,
      method: "NodeWorker.sendMessageToWorker",
      params: { sessionId: worker, message: text },
    };
    const answer = new Promise((resolve) => {
      const timer = setTimeout(resolve, patience);
      waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
    });
    socket.send(worker === undefined ? text : JSON.stringify(wrapped));
    return answer;
  };
  await ask("NodeWorker.enable", undefined, { waitForDebuggerOnStart: false });
  return {
    async inUse() {
      let bytes = 0;
      for (const thread of [undefined, ...workers]) {
        await ask("HeapProfiler.collectGarbage", thread);
        const usage = (await ask("Runtime.getHeapUsage", thread)) as Record<string, number> | undefined;
        bytes += (usage?.usedSize ?? 0) + (usage?.backingStorageSize ?? 0) + (usage?.embedderHeapUsedSize ?? 0);
      }
      return bytes / 1e6;
    },
    close: () => socket.close(),
  };
}
