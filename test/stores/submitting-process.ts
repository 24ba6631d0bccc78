import { isProblem } from "../../lib/problems/problem.ts";
import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";
import { numberedHash, numberedResponse } from "./sample-response.ts";

/**
 * A process to be killed, or to be left without space: submits numbered responses with 64 in flight, every other one
 * with a code, and prints the number of each that was acknowledged. `full` means that the store was unavailable; it then
 * waits for a line on stdin and goes on.
 */
const [data = "", seed = "", count = "0"] = process.argv.slice(2);
const wave = { department: "riverton", survey: "trust", wave: seed };
/** Synchronous where stdout is a pipe, so that what was said is said. */
const say = (line: string) => process.stdout.write(`${line}\n`);

const thread = await startStoreThread({ data });
const { answers } = embeddedStores(thread.open(everyGrant));
const codes = Array.from({ length: Number(count) }, (_, n) => ({ hash: numberedHash(seed, n), designClass: "@1" }));
await answers.addInvitations(wave, codes);
say("ready");

let next = 0;
let waiting: Promise<void> | undefined;
const goOn = () =>
  new Promise<void>((resolve) => {
    say("full");
    process.stdin.once("data", () => resolve());
  });

async function submit(n: number): Promise<void> {
  const response = numberedResponse(seed, n);
  const outcome = n % 2 ? answers.addInvited(wave, response, numberedHash(seed, n)) : answers.add(wave, response);
  say(`${n} ${await outcome}`);
}

await Promise.all(
  Array.from({ length: 64 }, async () => {
    while (next < Number(count)) {
      const n = next++;
      try {
        await submit(n);
      } catch (error) {
        if (!isProblem(error, "store-unavailable")) throw error;
        waiting ??= goOn();
        await waiting;
        await submit(n);
      }
    }
  }),
);
await thread.close();
process.exit();
