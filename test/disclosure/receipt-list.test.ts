import { expect, test } from "vitest";
import { receiptList, receiptListLength } from "../../lib/disclosure/receipt-list.ts";

test.each([
  { shown: [], length: 25 },
  { shown: [103], length: 150 },
  { shown: [125], length: 150 },
  { shown: [126, 400], length: 575 },
])("beside $shown shown responses, a withheld stream of 0 to 9 changes nothing", ({ shown, length }) => {
  for (let hidden = 0; hidden < 10; hidden++) expect(receiptListLength([...shown, hidden])).toBe(length);
});

test("there is room for a receipt of every response", () => {
  for (let a = 0; a < 130; a++)
    for (let b = 0; b < 130; b++) expect(receiptListLength([a, b])).toBeGreaterThanOrEqual(a + b);
});

test("receipts and random lines stand sorted among each other", () => {
  let made = 0;
  const list = receiptList(["b", "d"], [2], () => `${"aces"[made++ % 4]}${made}`);
  expect(list).toHaveLength(25);
  expect(list).toEqual([...list].toSorted());
  expect(list).toEqual(expect.arrayContaining(["b", "d"]));
});
