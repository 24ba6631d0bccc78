import fc from "fast-check";
import { expect, test } from "vitest";
import { type Field, shownItems } from "../../../lib/pages/script/shown.ts";
import { skipRules } from "../../../lib/pages/skip-rules.ts";
import { readAnswers } from "../../../lib/survey/answers.ts";
import type { Condition, Instrument, Item } from "../../../lib/survey/instrument.ts";
import { questions } from "../../../lib/survey/questions.ts";
import { areas, core1 } from "../../functions/resident-town.ts";
import { everyType } from "../every-type.ts";

fc.configureGlobal({ seed: 39 });

const scales = { agree: { options: [1, 2, 3].map((value) => ({ value, label: { en: `${value}` } })) } };
const values = [1, 2, 3, "red", "blue", "cat", "dog", "north", "south", 0, 7, "hello", "dk"];

/** Conditions over items that may come later, be themselves, or not be there. */
const condition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record({ item: fc.constantFrom(..."abcdefgx"), in: fc.array(fc.constantFrom(...values), { maxLength: 3 }) }),
    fc.record({ item: fc.constantFrom(..."abcdefgx"), answered: fc.boolean() }),
    fc.record({ all: fc.array(tie("any"), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("any"), { maxLength: 2 }) }),
    fc.record({ not: tie("any") }),
  ),
})).any;

const options = (...of: string[]) => of.map((value) => ({ value, label: { en: value } }));
const item = (id: string): fc.Arbitrary<Item> => {
  const head = { id, text: { en: id } };
  return fc
    .tuple(
      fc.constantFrom<Partial<Item>>(
        { type: "scale", scale: "agree" },
        { type: "choice", options: options("red", "blue") },
        { type: "choices", options: options("cat", "dog") },
        { type: "integer", min: 0, max: 9 },
        { type: "text", maxLength: 5 },
        { type: "area" },
        { type: "note" },
      ),
      fc.option(condition, { nil: undefined }),
      fc.subarray(["dk", "ref"] as const),
    )
    .map(([of, visibleIf, offers]) => {
      const answers = of.type === "note" ? {} : { offers };
      return { ...head, ...of, ...answers, ...(visibleIf && { visibleIf }) } as Item;
    });
};
const instrument: fc.Arbitrary<Instrument> = fc
  .tuple(fc.tuple(...[..."abcdefg"].map(item)), fc.subarray([..."abcdefg"]), condition)
  .map(([items, grouped, visibleIf]) => {
    const isQuestion = (id: string) => items.some((one) => one.id === id && one.type !== "note");
    const group: Item = { id: "more", type: "group", text: { en: "" }, items: grouped.filter(isQuestion), visibleIf };
    return { ...everyType, scales, items: [group, ...items] };
  });

/** What a browser can send for an item: one radio, some boxes, or whatever somebody writes, also beside a box. */
const written = fc.constantFrom("", " ", "0", "7", "-3", "12", "07", "x", " hello ", "too long a text", "\u2028\u202e");
function fieldsFor(items: readonly Item[]): fc.Arbitrary<Field[]> {
  const given = items.map((item): fc.Arbitrary<string[]> => {
    const offers = "offers" in item ? [...(item.offers ?? [])] : [];
    const one = (of: readonly string[]) => fc.option(fc.constantFrom(...of, ...offers), { nil: "" }).map((v) => [v]);
    if (item.type === "scale") return one(["1", "2", "3"]);
    if (item.type === "choice") return one(["red", "blue"]);
    if (item.type === "area") return one(["north", "south"]);
    if (item.type === "choices") return fc.subarray(["cat", "dog", ...offers]);
    if (item.type === "note" || item.type === "group") return fc.constant([]);
    return fc.tuple(written, fc.subarray(offers)).map(([text, boxes]) => [text, ...boxes]);
  });
  return fc
    .tuple(...given)
    .map((all) => all.flatMap((values, at) => values.map((value): Field => [items[at]!.id, value])));
}

test("whatever is asked and answered, the page shows what the server would not read as “not asked of you”", () => {
  const cases = instrument.chain((one) => fc.tuple(fc.constant(one), fieldsFor(one.items)));
  fc.assert(
    fc.property(cases, ([instrument, fields]) => {
      const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
      const { answers } = readAnswers(instrument, areas, form, "form");
      const rules = skipRules(instrument);
      const asked = questions(instrument).map(({ id }) => id);
      const read = asked.filter(
        (id) => !(typeof answers[id] === "object" && "missing" in answers[id] && answers[id].missing === "na"),
      );
      const shown = rules.length === 0 ? asked : asked.filter((id) => shownItems(rules, fields).has(id));
      expect(shown).toEqual(read);
    }),
    { numRuns: 3000 },
  );
});

test("where everybody is asked everything the page carries no rules", () => {
  expect(skipRules(core1)).toEqual([]);
  expect(skipRules(everyType)).not.toEqual([]);
});
