import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { immutable, type NewObject, type ObjectStore } from "../../lib/stores/object-store.ts";
import type { OpenedStore } from "./answer-store.contract.ts";
import { listed } from "./sample-response.ts";

const sample = (text: string, key = `tallies/${randomUUID()}.json`): NewObject => ({
  key,
  bytes: new TextEncoder().encode(text),
  contentType: "application/json; charset=utf-8",
  cacheControl: immutable,
});
const conflict = expect.objectContaining({ code: "store-conflict" });

/** What every ObjectStore promises, whatever it is made of. */
export function objectStoreContract(name: string, open: () => Promise<OpenedStore<ObjectStore>>): void {
  describe(`objects in ${name}`, () => {
    let opened: OpenedStore<ObjectStore>;
    let store: ObjectStore;
    const textOf = async (key: string) => new TextDecoder().decode((await store.read(key))?.bytes);
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test.each([
      ["text", new TextEncoder().encode("ثقة\n")],
      ["nothing", new Uint8Array()],
      ["every byte", Uint8Array.from({ length: 256 }, (_, byte) => byte)],
      ["three megabytes", new Uint8Array(randomBytes(3_000_000))],
      ["a part of a larger array", new Uint8Array(randomBytes(1_000)).subarray(100, 200)],
    ])("an object comes back as it went in: %s", async (_what, bytes) => {
      const object = { ...sample(""), bytes };
      const etag = await store.put(object);
      const head = {
        key: object.key,
        contentType: object.contentType,
        cacheControl: object.cacheControl,
        etag,
        size: bytes.length,
      };
      expect(await store.head(object.key)).toEqual(head);
      const read = await store.read(object.key);
      expect({ ...read, bytes: undefined }).toEqual({ ...head, bytes: undefined });
      expect(Buffer.compare(read!.bytes, bytes)).toBe(0);
      expect(etag).toMatch(/^"[^"]+"$/);
    });

    test("there is nothing where nothing was put", async () => {
      const { key } = sample("");
      expect(await store.read(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
      expect(await store.read(`${key}/below`)).toBeUndefined();
    });

    test("put replaces, and the etag follows the bytes", async () => {
      const one = sample("one");
      const first = await store.put(one);
      const second = await store.put({ ...one, bytes: sample("two").bytes, contentType: "text/plain" });
      expect(second).not.toBe(first);
      expect(await textOf(one.key)).toBe("two");
      expect(await store.head(one.key)).toMatchObject({ etag: second, contentType: "text/plain" });
      expect(await store.put(one)).toBe(first);
    });

    test("create writes where there is nothing, and never over something", async () => {
      const one = sample("one");
      expect(await store.create(one)).toBe("created");
      expect(await store.create(sample("two", one.key))).toBe("exists");
      expect(await store.create(one)).toBe("exists");
      expect(await textOf(one.key)).toBe("one");
    });

    test("16 makers of one object: one wins, whole", async () => {
      const { key } = sample("");
      const texts = Array.from({ length: 16 }, (_, n) => `${n}`.repeat(50_000));
      const outcomes = await Promise.all(texts.map((text) => store.create(sample(text, key))));
      expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
      expect(await textOf(key)).toBe(texts[outcomes.indexOf("created")]);
    });

    test("replace needs the etag it replaces", async () => {
      const one = sample("one");
      const first = await store.put(one);
      const second = await store.replace(sample("two", one.key), first);
      await expect(store.replace(sample("three", one.key), first)).rejects.toEqual(conflict);
      expect(await store.head(one.key)).toMatchObject({ etag: second });
      expect(await textOf(one.key)).toBe("two");
    });

    test("replacing what is not there is a conflict", async () => {
      const one = sample("one");
      await expect(store.replace(one, '"0"')).rejects.toEqual(conflict);
      expect(await store.read(one.key)).toBeUndefined();
    });

    test("16 replacers of one etag: one wins", async () => {
      const one = sample("one");
      const etag = await store.put(one);
      const replacements = Array.from({ length: 16 }, (_, n) => store.replace(sample(`by ${n}`, one.key), etag));
      const settled = await Promise.allSettled(replacements);
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("a list has the keys that start with the prefix, in code point order", async () => {
      const folder = randomUUID();
      const names = [
        "a",
        "a!",
        "a-b",
        "a/b",
        "a/b/c",
        "a0",
        "b c",
        "b%2Fc",
        "b+c",
        "b~",
        "sp.",
        "ä",
        "\u{1F600}",
        "\uFFFD",
      ];
      const keys = names.map((name) => `${folder}/${name}`);
      await Promise.all(keys.toReversed().map((key) => store.put(sample(key, key))));
      const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const found = await listed(store.list(`${folder}/`));
      expect(found.map(({ key }) => key)).toEqual(inOrder);
      expect(found[0]).toEqual({ key: `${folder}/a`, etag: expect.stringMatching(/^".+"$/), size: 38 });
      const underA = inOrder.filter((key) => key.startsWith(`${folder}/a`));
      expect((await listed(store.list(`${folder}/a`))).map(({ key }) => key)).toEqual(underA);
      expect((await listed(store.list(`${folder}/a/b`))).map(({ key }) => key)).toEqual([
        `${folder}/a/b`,
        `${folder}/a/b/c`,
      ]);
      expect(await listed(store.list(`${folder}/nothing`))).toEqual([]);
      for (const key of keys) expect(await textOf(key)).toBe(key);
    });

    test("a list of 1,050 objects comes whole", async () => {
      const folder = randomUUID();
      const keys = Array.from({ length: 1_050 }, (_, n) => `${folder}/${n % 7}/${`${n}`.padStart(5, "0")}`);
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => store.put(sample("", key))));
      }
      expect((await listed(store.list(folder))).map(({ key }) => key)).toEqual(keys.toSorted());
    });

    test("what is removed is gone, also when it was not there", async () => {
      const one = sample("one");
      await store.put(one);
      await store.remove(one.key);
      await store.remove(one.key);
      expect(await store.read(one.key)).toBeUndefined();
      expect(await listed(store.list(one.key))).toEqual([]);
      expect(await store.create(one)).toBe("created");
    });

    test.each([["../x"], ["a/../../x"], ["/etc/passwd"], ["a//b"], ["a/"], ["."], [""], ["a\0b"], ["x".repeat(300)]])(
      "%j names nothing: reading finds nothing, writing is refused",
      async (key) => {
        expect(await store.read(key)).toBeUndefined();
        expect(await store.head(key)).toBeUndefined();
        await expect(store.put(sample("x", key))).rejects.toMatchObject({ code: "object-key" });
        await expect(store.create(sample("x", key))).rejects.toMatchObject({ code: "object-key" });
        await expect(store.remove(key)).rejects.toMatchObject({ code: "object-key" });
      },
    );

    test("every object is either the old or the new one while it is replaced", async () => {
      const { key } = sample("");
      const texts = ["a".repeat(200_000), "b".repeat(200_001)];
      await store.put(sample(texts[0]!, key));
      const writes = Array.from({ length: 10 }, (_, n) => store.put(sample(texts[n % 2]!, key)));
      const reads = await Promise.all(Array.from({ length: 20 }, () => textOf(key)));
      await Promise.all(writes);
      expect(reads.every((text) => texts.includes(text))).toBe(true);
    });
  });
}
