import { fstatSync } from "node:fs";
import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CountedAhead, CountedRows } from "../estimation/design/counted-rows.ts";
import type { CountingTask } from "./counting-thread.ts";
import { readPieces } from "./read-pieces.ts";

const NEWLINE = 10;
const QUOTE = 34;
/** Below, a file is read before a second thread has started. */
const leastBytes = 8 << 20;
/** What is read here while the thread starts. */
const headStart = 4 << 20;
/** Where the header ends, and the row in the middle, has to be seen in so many bytes. */
const lookedAt = 1 << 16;
/** A thread that shows no sign of life for so long is not waited for. */
const patience = 10_000;

/** A large file of which a second thread counts the second half. */
export interface HalvedFile {
  /** The bytes of the first half, then what was counted of the second, or its bytes where nothing came of it. */
  pieces(): Iterable<Uint8Array | CountedAhead>;
  stop(): void;
}

/**
 * Begins to count the second half of a file in another thread. The result is the same to the last bit: counts and sums of whole
 * numbers can be added in any order, and whatever else the thread meets is left to the one reader, who also tells the line of a fault.
 * @param file  an open file
 * @returns     undefined where one thread is as good
 */
export function countAhead(file: number, name: string, designText: string): HalvedFile | undefined {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.size < leastBytes || availableParallelism() < 2) return undefined;
  const header = lineAt(file, name, 0);
  const from = Math.floor((stat.size + headStart) / 2);
  const begun = lineAt(file, name, from);
  if (header === undefined || header.includes(QUOTE) || begun === undefined) return undefined;
  const middle = from + begun.length;

  const progress = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const task: CountingTask = { file, name, designText, header, from: middle, progress, port: port2 };
  const worker = new Worker(new URL("./counting-thread.ts", import.meta.url), {
    workerData: task,
    transferList: [port2],
    name: "counting",
    // It makes hardly an object: the megabytes that a thread keeps for new ones would only add to the memory of the command.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  // Without a listener a failure of the thread would be one of the command.
  worker.on("error", () => undefined);
  worker.unref();
  return {
    *pieces() {
      yield* readPieces(file, name, 0, middle);
      const rows = awaitRows(port1, progress);
      const bytes = readPieces(file, name, middle);
      if (rows === undefined) yield* bytes;
      else yield { rows, bytes };
    },
    stop: () => void worker.terminate(),
  };
}

/** The bytes up to the end of the line. */
function lineAt(file: number, name: string, from: number): Uint8Array | undefined {
  const [bytes] = readPieces(file, name, from, from + lookedAt);
  const end = bytes?.indexOf(NEWLINE) ?? -1;
  return end < 0 ? undefined : bytes?.subarray(0, end + 1);
}

/** Waits for the thread without giving way to events, as the estimator, which reads the pieces, does not either. */
function awaitRows(port: MessagePort, progress: Int32Array): CountedRows | undefined {
  for (;;) {
    const seen = Atomics.load(progress, 0);
    const received = receiveMessageOnPort(port) as { readonly message: CountedRows | undefined } | undefined;
    if (received !== undefined) return received.message;
    if (Atomics.wait(progress, 0, seen, patience) === "timed-out") return undefined;
  }
}
