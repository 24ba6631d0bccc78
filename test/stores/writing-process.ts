import { embeddedStores } from "../../lib/stores/embedded.ts";
import { everyGrant } from "../../lib/stores/grant.ts";
import { immutable, pointer } from "../../lib/stores/object-store.ts";
import { startStoreThread } from "../../lib/stores/store-thread.ts";

/** A process to be killed: makes numbered objects and moves a pointer to each, printing the number when both are done. */
const [data = "", first = "0"] = process.argv.slice(2);
const thread = await startStoreThread({ data });
const { public: objects } = embeddedStores(thread.open(everyGrant));
for (let n = Number(first); ; n++) {
  const bytes = new TextEncoder().encode(`${n} `.repeat(20_000));
  const contentType = "text/plain";
  await objects.create({ key: `data/releases/${n}`, bytes, contentType, cacheControl: immutable });
  await objects.put({ key: "data/latest", bytes, contentType, cacheControl: pointer });
  process.stdout.write(`${n}\n`);
}
