import { afterAll, beforeAll, expect, test } from "vitest";
import { Problem } from "../../lib/problems/problem.ts";
import { documentKey, openRegistry } from "../../lib/stores/registry.ts";
import type { RegistryStore } from "../../lib/stores/registry-store.ts";
import { type TemporaryStores, temporaryStores } from "./temporary-stores.ts";

let folder: TemporaryStores;
beforeAll(async () => {
  folder = await temporaryStores();
});
afterAll(() => folder.close());

/** The store, counting what is asked of it, and failing where told. */
function watched(): { store: RegistryStore; asked: string[]; failing: { reads: number } } {
  const asked: string[] = [];
  const failing = { reads: 0 };
  const { registry } = folder.stores;
  const store: RegistryStore = {
    ...registry,
    read: async (key) => {
      asked.push(`read ${key.kind} ${key.id}`);
      if (failing.reads-- > 0) throw new Problem("store-unavailable", { reason: "test" });
      return registry.read(key);
    },
    list: (kind, scope) => {
      asked.push(`list ${kind} ${scope}`);
      return registry.list(kind, scope);
    },
  };
  return { store, asked, failing };
}

const link = (id: string, place: string | null = null) => ({
  id,
  department: "riverton",
  survey: "trust",
  place,
  mode: "web" as const,
});

test("a cached read asks the store once in 60 s of the events' own time", async () => {
  const { store, asked } = watched();
  const registry = openRegistry(store);
  await store.write(documentKey.link("k1"), link("k1"), 0);
  for (const now of [1_000, 1_000.5, 1_030, 1_059.9]) await registry.cached(now).link("k1");
  expect(asked).toEqual(["read link k1"]);
  await registry.cached(1_060).link("k1");
  expect(asked).toHaveLength(2);
});

test("many readers at once ask the store once", async () => {
  const { store, asked } = watched();
  const reader = openRegistry(store).cached(1_000);
  await Promise.all(Array.from({ length: 50 }, () => reader.links()));
  expect(asked).toEqual(["list link "]);
});

test("a change is seen at once by fresh reads, and after 60 s by cached ones", async () => {
  const { store } = watched();
  const registry = openRegistry(store);
  await store.write(documentKey.link("k2"), link("k2"), 0);
  expect(await registry.cached(1_000).link("k2")).toMatchObject({ place: null });
  await registry.update(documentKey.link("k2"), () => link("k2", "library"));
  expect(await registry.fresh.link("k2")).toMatchObject({ place: "library" });
  expect(await registry.cached(1_059).link("k2")).toMatchObject({ place: null });
  expect(await registry.cached(1_060).link("k2")).toMatchObject({ place: "library" });
});

test("a clock that was set back does not keep what is cached for ever", async () => {
  const { store, asked } = watched();
  const registry = openRegistry(store);
  await registry.cached(9_000).link("k3");
  await registry.cached(1_000).link("k3");
  expect(asked).toHaveLength(2);
});

test("a failed read is not remembered", async () => {
  const { store, failing } = watched();
  const reader = openRegistry(store).cached(1_000);
  await store.write(documentKey.link("k4"), link("k4"), 0);
  failing.reads = 1;
  await expect(reader.link("k4")).rejects.toMatchObject({ code: "store-unavailable" });
  expect(await reader.link("k4")).toMatchObject({ id: "k4" });
});

test("waves of a survey come by their opening, releases by their sequence", async () => {
  const { fresh, store } = openRegistry(folder.stores.registry);
  const wave = (id: string, opens: string, survey = "trust") => ({ department: "d", survey, wave: id, opens });
  await store.write(documentKey.wave("d", "a"), wave("a", "2026-07-01T00:00:00Z"), 0);
  await store.write(documentKey.wave("d", "b"), wave("b", "2026-01-01T00:00:00Z"), 0);
  await store.write(documentKey.wave("d", "c"), wave("c", "2026-03-01T01:00:00+02:00"), 0);
  await store.write(documentKey.wave("d", "other"), wave("other", "2026-02-01T00:00:00Z", "traffic"), 0);
  expect((await fresh.waves("d", "trust")).map((one) => one.wave)).toEqual(["b", "c", "a"]);
  for (const sequence of [2, 10, 1]) {
    await store.write(documentKey.release("d", "trust", `r${sequence}`), { sequence }, 0);
  }
  expect((await fresh.releases("d", "trust")).map(({ sequence }) => sequence)).toEqual([1, 2, 10]);
});

test("an update gives up after eight conflicts, and passes on what else goes wrong", async () => {
  let writes = 0;
  const store: RegistryStore = {
    ...folder.stores.registry,
    write: async () => {
      writes++;
      throw new Problem("store-conflict", { key: "x" });
    },
  };
  await expect(openRegistry(store).update(documentKey.lease("x"), () => 1)).rejects.toMatchObject({
    code: "store-conflict",
  });
  expect(writes).toBe(8);
  const broken = openRegistry(folder.stores.registry).update(documentKey.lease("y"), () => {
    throw new Error("in the change");
  });
  await expect(broken).rejects.toThrow("in the change");
});
