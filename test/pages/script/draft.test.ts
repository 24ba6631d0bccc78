import { expect, test } from "vitest";
import { draftsOf, type KeepingPlace } from "../../../lib/pages/script/draft.ts";

function place(): KeepingPlace & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
    key: (index) => [...texts.keys()][index] ?? null,
    get length() {
      return texts.size;
    },
  };
}
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
    shared.texts.set("theme", "dark");
    draftsOf(shared, "k7q2m9", 100).write("w1", draft);
    draftsOf(shared, "xxxxxx", 100 + days);
    expect([...shared.texts.keys()]).toEqual(["theme", ...(isThere ? ["mutual-trust/k7q2m9/w1"] : [])]);
  },
);

const refuse = (): never => {
  throw new Error("refused");
};
test.each([
  ["there is no place", undefined],
  ["the place refuses", { getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 1 }],
])("where %s, it is kept as long as the page is open", (_, kept) => {
  const drafts = draftsOf(kept, "k7q2m9", 100);
  drafts.write("w1", draft);
  expect(drafts.read("w1")).toMatchObject(draft);
  drafts.remove("w1");
  expect(drafts.read("w1")).toBeUndefined();
});

test("what cannot be read counts as nothing", () => {
  const shared = place();
  shared.texts.set("mutual-trust/k7q2m9/w1", "{broken");
  expect(draftsOf(shared, "k7q2m9", 100).read("w1")).toBeUndefined();
  expect(shared.texts.size).toBe(0);
});
