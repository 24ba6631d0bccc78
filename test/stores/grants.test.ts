import { afterAll, beforeAll, expect, test } from "vitest";
import { type CatalogueEntry, catalogue, type FunctionName } from "../../functions/catalogue.ts";
import { never } from "../../lib/stores/object-store.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { collected, listed, sampleHash, sampleResponse, sampleWave } from "./sample-response.ts";
import { type TemporaryStores, temporaryStores } from "./temporary-stores.ts";

let folder: TemporaryStores;
beforeAll(async () => {
  folder = await temporaryStores();
});
afterAll(() => folder.close());

const wave = sampleWave();
const hash = sampleHash();
const key = { kind: "department", scope: "", id: "x" };
const secret = { kind: "wave-keys", scope: "riverton", id: "x" };
const object = (name: string) => ({
  key: name,
  bytes: new Uint8Array(1),
  contentType: "text/plain",
  cacheControl: never,
});

/** One call per word of the catalogue; each may fail for other reasons than a missing grant. */
const attempts: Readonly<Record<string, (stores: Stores) => Promise<unknown>>> = {
  "answers add": ({ answers }) => answers.add(wave, sampleResponse()),
  "answers add with a code": ({ answers }) => answers.addInvited(wave, sampleResponse(), hash),
  "answers read-invitation": ({ answers }) => answers.invitation(wave, hash),
  "answers add-invitations": ({ answers }) => answers.addInvitations(wave, [{ hash, designClass: "@1" }]),
  "answers read": ({ answers }) => collected(answers.ofWave(wave, 0)),
  "answers read counts": ({ answers }) => answers.invitationCounts(wave),
  "answers read receipts": ({ answers }) => collected(answers.receipts(wave)),
  "answers delete": ({ answers }) => answers.deleteWave(wave),
  "answers add-receipt": ({ answers }) => answers.addReceipt(wave, hash),
  "registry read": ({ registry }) => registry.read(key),
  "registry list": ({ registry }) => listed(registry.list("department", "")),
  "registry write": ({ registry }) => registry.write(key, 1, 9),
  "registry read wave-keys": ({ registry }) => registry.read(secret),
  "registry list wave-keys": ({ registry }) => listed(registry.list("wave-keys", "riverton")),
  "registry write wave-keys": ({ registry }) => registry.write(secret, 1, 9),
  "public read": (stores) => stores.public.read("data/x"),
  "public list": (stores) => listed(stores.public.list("data/")),
  "public put": (stores) => stores.public.put(object("data/x")),
  "public remove": (stores) => stores.public.remove("data/x"),
  "private read": (stores) => stores.private.head("tallies/x"),
  "private list": (stores) => listed(stores.private.list("tallies/")),
  "private put": (stores) => stores.private.create(object("tallies/x")),
  "private remove": (stores) => stores.private.remove("tallies/x"),
  "signer sign": ({ signer }) => signer.sign(new Uint8Array(1)),
};

/** The names of the attempts that this function's grants do not refuse. */
async function allowed(entry: CatalogueEntry): Promise<string[]> {
  const stores = folder.as(entry.grants);
  const names = await Promise.all(
    Object.entries(attempts).map(async ([name, attempt]) => {
      const refused = await attempt(stores).then(
        () => false,
        (error) => error.code === "not-granted",
      );
      return refused ? [] : [name];
    }),
  );
  return names.flat();
}

const granted = (entry: CatalogueEntry): string[] =>
  Object.keys(attempts).filter((name) => {
    const [store, action, of] = name.split(" ");
    const kind = of === "wave-keys" ? of : "department";
    return entry.grants.some(
      (grant) =>
        grant.store === store &&
        (grant.may as readonly string[]).includes(action!) &&
        (!("kinds" in grant) || grant.kinds?.includes(kind)),
    );
  });

test.each(catalogue.map((entry) => [entry.name, entry] as [FunctionName, CatalogueEntry]))(
  "%s may do what the catalogue states, and nothing else",
  async (_name, entry) => {
    expect(await allowed(entry)).toEqual(granted(entry));
  },
);

test("the function that publishes cannot read answers", async () => {
  const { answers } = folder.as(catalogue.find(({ name }) => name === "publish-waves")!.grants);
  await expect(collected(answers.ofWave(wave, 0))).rejects.toThrow(
    'This function has no right to "read" in the store "answers". ' +
      "Functions may do only what functions/catalogue.ts grants them.",
  );
});

test("a grant with a prefix ends there, for keys and for lists", async () => {
  const stores = folder.as([{ store: "private", may: ["read", "list", "put"], prefix: "tallies/" }]);
  const refused = { code: "not-granted" };
  await stores.private.put(object("tallies/a"));
  await expect(stores.private.put(object("reports/a"))).rejects.toMatchObject(refused);
  await expect(stores.private.read("tallies")).rejects.toMatchObject(refused);
  await expect(stores.private.replace(object("reports/a"), "")).rejects.toMatchObject(refused);
  await expect(listed(stores.private.list(""))).rejects.toMatchObject(refused);
  expect(await listed(stores.private.list("tallies/a"))).toHaveLength(1);
});

test("secrets of a wave are for those functions alone that make or check what they sign", () => {
  const reading = catalogue.filter((entry: CatalogueEntry) =>
    granted(entry).some((name) => /^registry (?:read|list) wave-keys$/.test(name)),
  );
  expect(reading.map(({ name }) => name)).toEqual([
    "survey-page",
    "submit-response",
    "manage",
    "import-responses",
    "load-invitations",
    "tally-waves",
    // Needs none of them; its documents are of many kinds, and it can read no answer that they would open.
    "publish-waves",
  ]);
});

test("the thread refuses, not the caller: a call made by hand is refused too", async () => {
  const port = folder.thread.open([{ store: "registry", may: ["read"] }]);
  const reply = new Promise((resolve) => {
    port.once("message", resolve);
  });
  port.postMessage([{ id: 7, name: "responses", input: { wave, now: 0 } }]);
  expect(await reply).toEqual([
    { id: 7, failure: { code: "not-granted", detail: { store: "answers", action: "read" } } },
  ]);
  port.close();
});

test("a call that does not exist is an error of its caller only", async () => {
  const port = folder.thread.open([]);
  const reply = new Promise((resolve) => {
    port.once("message", resolve);
  });
  port.postMessage([{ id: 1, name: "toString", input: {} }]);
  expect(await reply).toMatchObject([{ id: 1, failure: { message: expect.any(String) } }]);
  port.close();
  expect(await folder.stores.answers.add(wave, sampleResponse())).toBe("stored");
});

test("a malformed call in a group fails alone", async () => {
  const broken = { ...sampleResponse(), stream: undefined } as never;
  const good = sampleResponse();
  const [one, other] = await Promise.allSettled([
    folder.stores.answers.add(wave, broken),
    folder.stores.answers.add(wave, good),
  ]);
  expect(one).toMatchObject({ status: "rejected" });
  expect(other).toEqual({ status: "fulfilled", value: "stored" });
});

test("calls on a port without a thread behind it say that the store is gone", async () => {
  const own = await temporaryStores();
  const pending = own.stores.answers.add(wave, sampleResponse());
  expect(await pending).toBe("stored");
  await own.close();
  await expect(own.stores.answers.add(wave, sampleResponse())).rejects.toMatchObject({ code: "store-unavailable" });
});
