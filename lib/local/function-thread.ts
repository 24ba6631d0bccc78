import { randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { type Answer, type Call, faultOf, type ThreadMessage } from "./call.ts";
import { httpEvent } from "./http-event.ts";
import { replyOf } from "./reply.ts";

/**
 * The thread of one function: loads its bundle and hands it many events at once (Lambda gives one at a time).
 * The bundle finds its stores in the environment and in `workerData.stores`, as `lib/stores/connect.ts` describes.
 */
const { bundle } = workerData as { bundle: string };
const port = parentPort!;

let leaving: ThreadMessage = { answers: [], said: "" };
let isLeaving = false;
const leave = (): void => {
  if (isLeaving) return;
  isLeaving = true;
  setImmediate(() => {
    port.postMessage(leaving);
    leaving = { answers: [], said: "" };
    isLeaving = false;
  });
};
// What the function writes goes with its answers: a stream between threads would cost a message per line.
process.stdout.write = (text: string | Uint8Array): boolean => {
  leaving.said += typeof text === "string" ? text : Buffer.from(text).toString();
  leave();
  return true;
};

const { handler } = (await import(bundle)) as { handler: (event: unknown, context: unknown) => unknown };
if (typeof handler !== "function") throw new TypeError("The bundle exports no handler.");

const send = (answer: Answer): void => {
  leaving.answers.push(answer);
  leave();
};

const answer = async (call: Call): Promise<Answer> => {
  const awsRequestId = randomUUID();
  const context = { awsRequestId, functionName: (workerData as { name: string }).name };
  try {
    if (call.kind === "schedule") {
      const event = { source: "mutual-trust.schedule", time: new Date(call.at).toISOString() };
      return { id: call.id, result: await handler(event, context) };
    }
    return { id: call.id, reply: replyOf(await handler(httpEvent(call, awsRequestId), context)) };
  } catch (error) {
    return { id: call.id, fault: faultOf(error) };
  }
};

port.on("message", (calls: readonly Call[]) => {
  for (const call of calls) void answer(call).then(send);
});
// Says that it is loaded.
leave();
