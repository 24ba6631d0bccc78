import { type MessagePort, Worker } from "node:worker_threads";
import type { CatalogueEntry } from "../../functions/catalogue.ts";
import type { Answer, Call, Fault, HttpCall, Reply, ScheduleCall, ThreadMessage } from "./call.ts";
import { faultOf } from "./call.ts";
import type { HostLog } from "./host-log.ts";
import { refusal } from "./reply.ts";

/** What a function's thread is started with: its environment, and its way to the stores where they are embedded. */
export interface ThreadNeeds {
  readonly environment: Readonly<Record<string, string>>;
  readonly stores?: MessagePort;
}

export interface FunctionWorker {
  /** Always answers: 500 when the function threw, 503 when its thread died, 504 when it took too long. */
  call(call: Omit<HttpCall, "id" | "kind">): Promise<Reply>;
  /** @throws ScheduledRunFailed */
  run(at: number): Promise<unknown>;
  /** Starts the thread before the first call. */
  start(): void;
  close(): Promise<void>;
}

/** A scheduled run that threw, died or took too long; the log has its place. */
export class ScheduledRunFailed extends Error {
  override readonly name = "ScheduledRunFailed";
}

type Outcome = Answer | { readonly gone: "crashed" | "closed" | "late" };
interface Waiting {
  readonly settle: (outcome: Outcome) => void;
  readonly sentAt: number;
  readonly timer: NodeJS.Timeout;
}
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  /** Monotonic milliseconds of the last sign of life. */
  heardAt: number;
  isLoaded: boolean;
  outbox: Call[];
  idle?: NodeJS.Timeout;
}

/** A function that cannot even be loaded is not tried again with every request. */
const brokenPauseMilliseconds = 1_000;
/** Between the calls of one command, and no longer: a job that has ended still holds what it worked on. */
const idleMilliseconds = 5_000;
const retryAfter = { "retry-after": "1" };
const threadFile = new URL("./function-thread.ts", import.meta.url);

/**
 * Runs one function of the catalogue in a thread of its own, started at the first call and again after a crash.
 * @param bundle file URL of the built handler
 * @param needs  asked for at each start
 */
export function functionWorker(
  entry: CatalogueEntry,
  bundle: string,
  needs: () => ThreadNeeds,
  log: HostLog,
): FunctionWorker {
  let thread: Thread | undefined;
  let lastId = 0;
  let blockedUntil = 0;
  let closed = false;

  const start = (): Thread => {
    const { environment, stores } = needs();
    const worker = new Worker(threadFile, {
      name: entry.name,
      env: { ...environment },
      workerData: { bundle, name: entry.name, stores },
      transferList: stores ? [stores] : [],
      resourceLimits: { maxOldGenerationSizeMb: entry.memoryMegabytes },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const started: Thread = { worker, waiting: new Map(), heardAt: performance.now(), isLoaded: false, outbox: [] };
    const end = (fault?: Fault): void => {
      if (thread === started) thread = undefined;
      if (fault && !started.isLoaded) blockedUntil = performance.now() + brokenPauseMilliseconds;
      if (fault && !closed) log({ event: "function-crashed", function: entry.name, ...fault });
      for (const { settle, timer } of started.waiting.values()) {
        clearTimeout(timer);
        settle({ gone: closed ? "closed" : "crashed" });
      }
      started.waiting.clear();
    };
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on("message", ({ answers, said }: ThreadMessage) => {
      started.heardAt = performance.now();
      started.isLoaded = true;
      for (const answer of answers) {
        const waiting = started.waiting.get(answer.id);
        if (!waiting) continue;
        started.waiting.delete(answer.id);
        clearTimeout(waiting.timer);
        waiting.settle(answer);
      }
      if (started.waiting.size === 0 && entry.everyMinutes !== undefined) rest(started);
      if (said !== "") {
        for (const line of said.trimEnd().split("\n")) log({ event: "function-said", function: entry.name, line });
      }
    });
    worker.on("error", (error) => end(faultOf(error)));
    worker.on("exit", (code) => end(started.waiting.size > 0 ? { name: "exit", code: String(code) } : undefined));
    return started;
  };

  /** A job holds much memory for its minute; its thread ends until the next run. */
  const rest = (from: Thread): void => {
    clearTimeout(from.idle);
    from.idle = setTimeout(() => {
      if (from.waiting.size > 0) return;
      if (thread === from) thread = undefined;
      void from.worker.terminate();
    }, idleMilliseconds);
    from.idle.unref();
  };

  const late = (id: number, from: Thread): void => {
    const waiting = from.waiting.get(id);
    if (!waiting) return;
    from.waiting.delete(id);
    log({ event: "function-late", function: entry.name, seconds: entry.timeoutSeconds });
    waiting.settle({ gone: "late" });
    // Nothing heard since: the thread does not turn any more, so all that wait in it would be late too.
    if (from.heardAt >= waiting.sentAt) return;
    if (thread === from) thread = undefined;
    void from.worker.terminate();
  };

  const post = (call: Omit<HttpCall, "id"> | Omit<ScheduleCall, "id">): Promise<Outcome> => {
    if (closed) return Promise.resolve({ gone: "closed" });
    if (performance.now() < blockedUntil) return Promise.resolve({ gone: "crashed" });
    thread ??= start();
    const to = thread;
    const id = ++lastId;
    return new Promise((settle) => {
      const timer = setTimeout(late, entry.timeoutSeconds * 1000, id, to);
      to.waiting.set(id, { settle, sentAt: performance.now(), timer });
      if (to.outbox.push({ ...call, id } as Call) > 1) return;
      setImmediate(() => {
        to.worker.postMessage(to.outbox);
        to.outbox = [];
      });
    });
  };

  const complain = (fault: Fault): void => log({ event: "function-failed", function: entry.name, ...fault });
  const unavailable = (detail: string) => refusal(503, "Service unavailable", detail, retryAfter);

  return {
    async call(call) {
      const outcome = await post({ ...call, kind: "http" });
      if ("reply" in outcome) return outcome.reply;
      if ("fault" in outcome) {
        complain(outcome.fault);
        return refusal(
          500,
          "Internal error",
          "Something is wrong in this program. Nothing was stored; please try again.",
        );
      }
      if ("gone" in outcome && outcome.gone === "late") {
        return refusal(504, "Too slow", "The answer took too long. Try again in a moment.", retryAfter);
      }
      return unavailable("This part of the program stopped and is starting again. Try again in a moment.");
    },
    async run(at) {
      const outcome = await post({ kind: "schedule", at });
      if ("result" in outcome) return outcome.result;
      if ("fault" in outcome) complain(outcome.fault);
      const why = "gone" in outcome ? outcome.gone : "threw";
      throw new ScheduledRunFailed(`The scheduled run of ${entry.name} did not finish (${why}).`);
    },
    start() {
      if (!closed) thread ??= start();
    },
    async close() {
      closed = true;
      await thread?.worker.terminate();
    },
  };
}
