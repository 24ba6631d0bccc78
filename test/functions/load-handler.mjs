// node load-handler.mjs HANDLER [EVENT]: loads a built handler as its thread or Lambda would. Prints the processor time of the
// whole process since it began, in microseconds; with an event, the status of the handler's answer instead.
// Not TypeScript: stripping types would be most of what is measured.
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const [file, event] = process.argv.slice(2);
threads.workerData = { stores: new threads.MessageChannel().port1 };
syncBuiltinESMExports();
const { handler } = await import(file);
if (typeof handler !== "function") throw new TypeError(`${file} exports no handler`);
if (event !== undefined) {
  const { statusCode } = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 10_000 });
  process.once("exit", () => writeSync(1, String(statusCode)));
} else {
  process.once("exit", () => {
    const { user, system } = process.cpuUsage();
    writeSync(1, String(user + system));
  });
}
