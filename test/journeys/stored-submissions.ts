import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";

/** Every submission to the wave of `openSurvey` that a data folder holds, once for each time it is there. */
export async function storedSubmissions(data: string): Promise<string[]> {
  const thread = await startStoreThread({ data });
  const port = thread.open(everyGrant);
  const found: string[] = [];
  const wave = { department: "riverbend", survey: "trust", wave: "w1" };
  for await (const page of embeddedStores(port).answers.ofWave(wave, Date.now() / 1000)) {
    found.push(...page.map(({ submission }) => submission));
  }
  port.close();
  await thread.close();
  return found;
}
