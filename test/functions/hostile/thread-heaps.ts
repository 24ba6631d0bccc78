import { answerOrNone, type Inspector, type Params } from "./inspector.ts";

export interface ThreadHeap {
  readonly thread: string;
  /** Megabytes reachable once garbage is gone: heap, array buffers and what else they keep. */
  readonly used: number;
}

type Ask = (method: string) => Promise<Params | undefined>;

/** Collects the garbage of each thread of a process and reads what is left. A thread that ends meanwhile is left out. */
export async function threadHeaps(inspector: Inspector): Promise<readonly ThreadHeap[]> {
  const threads = new Map<string, Ask>([["main", (method) => inspector.ask(method)]]);
  const waiting = new Map<number, (result: Params | undefined) => void>();
  let last = 0;
  const askWorker = (sessionId: unknown, method: string) =>
    answerOrNone((answered) => {
      const id = ++last;
      waiting.set(id, answered);
      void inspector.ask("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method }) });
    });
  inspector.listen((method, { sessionId, message, workerInfo }) => {
    if (method === "NodeWorker.attachedToWorker") {
      const { title } = workerInfo as { title: string };
      threads.set(title, (asked) => askWorker(sessionId, asked));
    }
    if (method !== "NodeWorker.receivedMessageFromWorker") return;
    const { id, result } = JSON.parse(String(message)) as { id?: number; result?: Params };
    waiting.get(id ?? 0)?.(result);
    waiting.delete(id ?? 0);
  });
  // Its answer comes after those threads that there are were announced.
  await inspector.ask("NodeWorker.enable", { waitForDebuggerOnStart: false });
  const heapOf = async ([thread, ask]: [string, Ask]): Promise<readonly ThreadHeap[]> => {
    await ask("HeapProfiler.collectGarbage");
    const usage = await ask("Runtime.getHeapUsage");
    if (!usage) return [];
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = usage as Readonly<Record<string, number>>;
    return [{ thread, used: (usedSize! + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0)) / 1e6 }];
  };
  // All at once, so that threads that end cost one wait together.
  const heaps = (await Promise.all([...threads].map(heapOf))).flat();
  await inspector.ask("NodeWorker.disable");
  return heaps;
}
