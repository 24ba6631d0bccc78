import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRegistry } from "../../lib/stores/registry.ts";
import type { DocumentKey, RegistryStore } from "../../lib/stores/registry-store.ts";
import type { OpenedStore } from "./answer-store.contract.ts";
import { listed } from "./sample-response.ts";

const sampleKey = (): DocumentKey => ({ kind: "wave", scope: `riverton-${randomUUID()}`, id: "2026-q1" });
const conflict = expect.objectContaining({ code: "store-conflict" });

/** What every RegistryStore promises, whatever it is made of. */
export function registryStoreContract(name: string, open: () => Promise<OpenedStore<RegistryStore>>): void {
  describe(`registry in ${name}`, () => {
    let opened: OpenedStore<RegistryStore>;
    let store: RegistryStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test.each([
      [{ title: { en: "Trust", ar: "ثقة" }, list: [1, 2.5, null, true, ""], deep: { "a#b": { __proto: "😀" } } }],
      ["text"],
      [0],
      [null],
      [[]],
    ])("a document comes back as it went in: %j", async (value) => {
      const key = sampleKey();
      expect(await store.write(key, value, 0)).toBe(1);
      expect(await store.read(key)).toEqual({ key, value, version: 1 });
    });

    test("there is nothing where nothing was written", async () => {
      expect(await store.read(sampleKey())).toBeUndefined();
    });

    test.each([
      ["an empty id", { kind: "wave", scope: "riverton", id: "" }],
      ["an id of 1,025 bytes", { kind: "wave", scope: "riverton", id: `é${"x".repeat(1_023)}` }],
      ["a scope of 2,049 bytes with its kind", { kind: "wave", scope: "x".repeat(2_044), id: "x" }],
      ["half a character", { kind: "wave", scope: "riverton", id: "\ud83d" }],
    ])("nothing is at %s", async (_, key) => {
      expect(await store.read(key)).toBeUndefined();
      expect(await listed(store.list(key.kind, key.scope))).toEqual([]);
    });

    test("each write needs the version it replaces", async () => {
      const key = sampleKey();
      expect(await store.write(key, "a", 0)).toBe(1);
      expect(await store.write(key, "b", 1)).toBe(2);
      await expect(store.write(key, "c", 1)).rejects.toEqual(conflict);
      await expect(store.write(key, "c", 0)).rejects.toEqual(conflict);
      await expect(store.write(key, "c", 3)).rejects.toEqual(conflict);
      expect(await store.read(key)).toMatchObject({ value: "b", version: 2 });
    });

    test("replacing what is not there is a conflict", async () => {
      await expect(store.write(sampleKey(), "a", 1)).rejects.toEqual(conflict);
    });

    test("the conflict names the document", async () => {
      const key = sampleKey();
      await store.write(key, "a", 0);
      await expect(store.write(key, "b", 0)).rejects.toThrow(`wave ${key.scope}/2026-q1`);
    });

    test("16 writers of one version: one wins", async () => {
      const key = sampleKey();
      await store.write(key, "before", 0);
      const writes = Array.from({ length: 16 }, (_, n) => store.write(key, n, 1));
      const settled = await Promise.allSettled(writes);
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await store.read(key)).toMatchObject({ version: 2 });
    });

    test("16 makers of one document: one wins", async () => {
      const key = sampleKey();
      const settled = await Promise.allSettled(Array.from({ length: 16 }, (_, n) => store.write(key, n, 0)));
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("a list has one kind in one scope, by id in code point order", async () => {
      const { kind, scope } = sampleKey();
      const ids = ["a", "a-b", "a.b", "a0", "ab", "b", "z", "\u{1F600}", "\uFFFD"];
      for (const id of ids.toReversed()) await store.write({ kind, scope, id }, { id }, 0);
      await store.write({ kind: "link", scope, id: "other" }, {}, 0);
      await store.write({ kind, scope: `${scope}/x`, id: "other" }, {}, 0);
      const found = await listed(store.list(kind, scope));
      const inOrder = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(found.map(({ key }) => key.id)).toEqual(inOrder);
      expect(found[0]).toEqual({ key: { kind, scope, id: "a" }, value: { id: "a" }, version: 1 });
    });

    test("the empty scope is a scope", async () => {
      const key = { kind: `kind-${randomUUID()}`, scope: "", id: "x" };
      await store.write(key, 1, 0);
      expect(await listed(store.list(key.kind, ""))).toEqual([{ key, value: 1, version: 1 }]);
    });

    test("a list beyond a megabyte comes whole", async () => {
      const { kind, scope } = sampleKey();
      for (let n = 0; n < 8; n++) await store.write({ kind, scope, id: `${n}` }, "x".repeat(300_000), 0);
      expect((await listed(store.list(kind, scope))).map(({ key }) => key.id)).toEqual([..."01234567"]);
    });

    test("a list of many documents comes whole", async () => {
      const { kind, scope } = sampleKey();
      const ids = Array.from({ length: 1_100 }, (_, n) => `${n}`.padStart(5, "0"));
      for (let from = 0; from < ids.length; from += 50) {
        await Promise.all(ids.slice(from, from + 50).map((id) => store.write({ kind, scope, id }, id, 0)));
      }
      expect((await listed(store.list(kind, scope))).map(({ value }) => value)).toEqual(ids);
    });

    test("350,000 bytes of JSON fit, one more does not", async () => {
      const key = sampleKey();
      const quotes = 2;
      await store.write(key, `é${"x".repeat(350_000 - quotes - 2)}`, 0);
      await expect(store.write(key, `é${"x".repeat(350_000 - quotes - 1)}`, 1)).rejects.toMatchObject({
        code: "document-too-large",
        detail: { key: `wave ${key.scope}/2026-q1`, bytes: 350_001, most: 350_000 },
      });
      expect(await store.read(key)).toMatchObject({ version: 1 });
    });

    test("update by 4 at once loses no change", async () => {
      const key = sampleKey();
      const registry = openRegistry(store);
      const add = (name: string) => registry.update<readonly string[]>(key, (names = []) => [...names, name]);
      await Promise.all(["a", "b", "c", "d"].map(add));
      const stored = await store.read<string[]>(key);
      expect(stored?.value.toSorted()).toEqual(["a", "b", "c", "d"]);
      expect(stored?.version).toBe(4);
    });

    test("an update that changes nothing writes nothing", async () => {
      const key = sampleKey();
      await store.write(key, { a: 1 }, 0);
      await openRegistry(store).update(key, (value) => value);
      expect(await store.read(key)).toMatchObject({ version: 1 });
    });
  });
}
