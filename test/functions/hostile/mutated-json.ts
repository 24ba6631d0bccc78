import { mutatedText } from "./mutated-text.ts";
import { oneOf } from "./random.ts";

/** A JSON object as it is written: names and values as JSON text, so that one may stand twice or be no JSON. */
type Members = (readonly [name: string, value: string])[];

const deep = (levels: number, open: string, close: string, core = "1"): string =>
  open.repeat(levels) + core + close.repeat(levels);

/** Values as they would stand in the text; many of them are no JSON at all. */
const values: readonly string[] = [
  ..."null true false 0 -0 1 2 5 6 -1 4.0 4.5 1e0 1e308 1e309 -1e999 1e-400 100 120 121 0.1e2 9007199254740993".split(
    " ",
  ),
  ..."NaN Infinity -Infinity undefined 0x10 01 1_000 +1 .5 5. 1e 1n 'a' {} [] [[]] [null] [{}] {,} [1,] //".split(" "),
  '""',
  '" "',
  '"4"',
  '"dk"',
  '"ref"',
  '"skip"',
  '"na"',
  '"notasked"',
  '"white"',
  '"north"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"a\\ud83d"',
  '"\ud800"',
  '"\\u0000"',
  '"\\u202eabc\\u2066"',
  '"\\ufeff"',
  '"\u2028\u2029"',
  '"\t"',
  '"\\x41"',
  '"\\u12"',
  `"${"e\u0301".repeat(150)}"`,
  `"${"Z\u0351\u036b".repeat(60)}"`,
  `"${"👩‍👩‍👧".repeat(60)}"`,
  `"${"ﷺ".repeat(199)}"`,
  `"${"x".repeat(201)}"`,
  `"${"x".repeat(5_000)}"`,
  '["white"]',
  '["white","white"]',
  '["white","asian","dk"]',
  '["white",1]',
  '["__proto__"]',
  `[${'"white",'.repeat(199)}"white"]`,
  `[${'"white",'.repeat(200)}"white"]`,
  '{"missing":"dk"}',
  '{"missing":"ref"}',
  '{"missing":"skip"}',
  '{"missing":"na"}',
  '{"missing":"dk","more":1}',
  '{"missing":["dk"]}',
  '{"missing":{"missing":"dk"}}',
  '{"__proto__":{"missing":"dk"}}',
  '{"missing":"dk","__proto__":null}',
  '{"length":1,"0":"white"}',
  '{"toString":"4"}',
  '{"valueOf":4}',
  deep(5, "[", "]"),
  deep(17, "[", "]"),
  deep(17, '{"a":', "}"),
  deep(3_000, "[", "]"),
  deep(3_000, '{"missing":', "}"),
  "[".repeat(20_000),
];

const names: readonly string[] = [
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "missing", "length", "", " ", "0"],
  ...["_submission", "_website", "respect", "listen", "race", "words", "code", "page", "receipt", "answers", "wave"],
  ...["\\u0072espect", "respect\\u0000", "\\ud800", "ａrea", "RESPECT", "respect ", "a".repeat(41), "a".repeat(3_000)],
].map((name) => `"${name}"`);

const written = (members: Members, random: () => number): string => {
  const space = random() < 0.1 ? oneOf(random, [" ", "\n", "\t", "\r\n", "\u00a0", "\ufeff", "/**/"]) : "";
  return `{${space}${members.map(([name, value]) => `${name}:${space}${value}`).join(",")}${space}}`;
};

/** One to three members changed, doubled, renamed, added, taken away or put elsewhere. */
function mutatedMembers(members: Members, random: () => number): Members {
  const result = [...members];
  for (let times = 1 + Math.floor(random() * random() * 4); times > 0; times--) {
    const at = Math.floor(random() * result.length);
    const [name, value] = result[at] ?? ['"respect"', "1"];
    const ways: (() => unknown)[] = [
      () => result.splice(at, 1, [name, oneOf(random, values)]),
      () => result.splice(at, 1, [name, oneOf(random, values)]),
      () => result.splice(at, 0, [name, oneOf(random, values)]),
      () => result.push([name, oneOf(random, values)]),
      () => result.splice(at, 1, [oneOf(random, names), value]),
      () => result.push([oneOf(random, names), oneOf(random, values)]),
      () => result.splice(at, 1),
      () => result.splice(at, 1, [name, mutatedText(value, random)]),
    ];
    oneOf(random, ways)();
  }
  if (random() < 0.01) for (let more = 0; more < 250; more++) result.push([`"item${more}"`, "1"]);
  return result;
}

/** Members that a body has: its own, and those of its answers. */
export interface BodyParts {
  readonly frame: Readonly<Record<string, unknown>>;
  readonly answers: Readonly<Record<string, unknown>>;
}

const membersOf = (object: Readonly<Record<string, unknown>>): Members =>
  Object.entries(object).map(([name, value]) => [JSON.stringify(name), JSON.stringify(value)]);

/** Written otherwise and meaning the same: another order, a letter of a name as an escape, a member said twice. */
function rewritten(members: Members, random: () => number): Members {
  const turned = members.toSorted(() => random() - 0.5);
  const [name, value] = oneOf(random, turned);
  const escaped = `"\\u${name.charCodeAt(1).toString(16).padStart(4, "0")}${name.slice(2)}`;
  return [...turned, [oneOf(random, [name, escaped]), value]];
}

/** The text of a body that somebody tampered with: mostly its answers, sometimes its frame, its letters or its style. */
export function mutatedJson({ frame, answers }: BodyParts, random: () => number): string {
  const kind = random();
  const change = kind < 0.6 ? mutatedMembers : kind < 0.75 ? rewritten : (members: Members) => members;
  const inside = written(kind < 0.45 || kind > 0.6 ? change(membersOf(answers), random) : membersOf(answers), random);
  const outer: Members = [...membersOf(frame), ['"answers"', inside]];
  const text = written(kind > 0.4 ? change(outer, random) : outer, random);
  return kind > 0.75 ? mutatedText(text, random) : text;
}
