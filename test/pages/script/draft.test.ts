import { expect, test } from "vitest";
import { draftsOf, type KeepingPlace } from "../../../lib/pages/script/draft.ts";

/** As `localStorage`: what it holds are its own keys. */
const storage: KeepingPlace & Record<string, unknown> = {
  getItem(key) {
    return (this[key] as string | undefined) ?? null;
  },
  setItem(key, text) {
    this[key] = text;
  },
  removeItem(key) {
    delete this[key];
  },
};
const place = (): KeepingPlace => Object.create(storage);
const draft = { fields: [["respect", "4"]], at: "listen", isPending: false } as const;

test("two tabs of one browser share what is kept of a link and wave; other links and waves have their own", () => {
  const shared = place();
  draftsOf(shared, "k7q2m9", 100).write("w1", draft);
  expect(draftsOf(shared, "k7q2m9", 100).read("w1")).toEqual({ ...draft, day: 100 });
  expect(draftsOf(shared, "k7q2m9", 100).read("w2")).toBeUndefined();
  expect(draftsOf(shared, "xxxxxx", 100).read("w1")).toBeUndefined();
  expect(draftsOf(shared, "k7q2m9", 100).others("w2")).toEqual(["w1"]);
  expect(draftsOf(shared, "k7q2m9", 100).others("w1")).toEqual([]);
});

test.each([
  [59, true],
  [60, false],
])(
  "after %d days it is still there: %s, whatever link is opened; what is not ours is never touched",
  (days, isThere) => {
    const shared = place();
    shared.setItem("theme", "dark");
    draftsOf(shared, "k7q2m9", 100).write("w1", draft);
    draftsOf(shared, "xxxxxx", 100 + days);
    expect(Object.keys(shared)).toEqual(["theme", ...(isThere ? ["mutual-trust/k7q2m9/w1"] : [])]);
  },
);

const refuse = (): never => {
  throw new Error("refused");
};
test.each([
  ["there is no place", undefined],
  ["the place refuses", { getItem: refuse, setItem: refuse, removeItem: refuse }],
])("where %s, nothing is kept and nothing fails", (_, kept) => {
  const drafts = draftsOf(kept, "k7q2m9", 100);
  drafts.write("w1", draft);
  expect(drafts.read("w1")).toBeUndefined();
  drafts.remove("w1");
  expect(drafts.others("w2")).toEqual([]);
});

test("where the place is full, what was kept before does not come back in the place of what is newer", () => {
  const shared = place();
  draftsOf(shared, "k7q2m9", 100).write("w1", draft);
  const drafts = draftsOf(
    Object.assign(Object.create(shared), { setItem: refuse, removeItem: shared.removeItem.bind(shared) }),
    "k7q2m9",
    100,
  );
  drafts.write("w1", { ...draft, at: "fair" });
  expect(drafts.read("w1")).toBeUndefined();
});

test("what cannot be read counts as nothing", () => {
  const shared = place();
  shared.setItem("mutual-trust/k7q2m9/w1", "{broken");
  expect(draftsOf(shared, "k7q2m9", 100).read("w1")).toBeUndefined();
  expect(Object.keys(shared).length).toBe(0);
});
