import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { sideBySide } from "../../lib/stores/side-by-side.ts";

const collected = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

test("all that streams of any length give comes once, each stream's in its order", async () => {
  async function* upTo(count: number, name: string) {
    for (let n = 0; n < count; n++) yield `${name}${n}`;
  }
  const all = await collected(sideBySide([upTo(3, "a"), upTo(0, "b"), upTo(1, "c"), upTo(5, "d")]));
  expect(all.toSorted()).toEqual(["a0", "a1", "a2", "c0", "d0", "d1", "d2", "d3", "d4"]);
  for (const name of "acd")
    expect(all.filter((one) => one.startsWith(name))).toEqual(all.filter((one) => one.startsWith(name)).toSorted());
  expect(await collected(sideBySide([]))).toEqual([]);
});

test("the next item of every stream is under way at once, and no more than that", async () => {
  const underWay = { now: 0, most: 0, begun: 0 };
  async function* slow() {
    for (let n = 0; n < 3; n++) {
      underWay.begun++;
      underWay.most = Math.max(underWay.most, ++underWay.now);
      await setTimeout(5);
      underWay.now--;
      yield n;
    }
  }
  const pages = sideBySide(Array.from({ length: 16 }, slow));
  await pages.next();
  await setTimeout(50);
  expect(underWay).toMatchObject({ most: 16, begun: 17 });
  await pages.return(undefined);
});

test("a stream that fails ends it and the others, and nothing fails unheard", async () => {
  const ended: string[] = [];
  async function* good() {
    try {
      for (;;) yield "good";
    } finally {
      ended.push("good");
    }
  }
  // biome-ignore lint/correctness/useYield: it fails before it gives anything.
  async function* bad(): AsyncGenerator<string> {
    throw new Error("no more");
  }
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on("unhandledRejection", hear);
  await expect(collected(sideBySide([good(), bad(), bad()]))).rejects.toThrow("no more");
  await setTimeout(10);
  process.off("unhandledRejection", hear);
  expect([ended, unheard]).toEqual([["good"], []]);
});
