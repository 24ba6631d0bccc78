import { mutatedText } from "./mutated-text.ts";
import { oneOf } from "./random.ts";

/** Values as they would stand in a form's body, percent signs and all. */
const values: readonly string[] = [
  ..."4 6 -1 0 +4 4+ %34 04 4.0 1e0 dk ref skip na white north own __proto__ constructor 120 121".split(" "),
  ..."% %% %4 %zz %u0034 %00 %0d%0a %ff %c0%af %e0%80%80 %ed%a0%80 %f4%90%80%80 %F0%9F%98%80 %E2%80%AE".split(" "),
  "",
  "+",
  "%20",
  "\ud800",
  "é",
  "<script>alert(1)</script>",
  "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
  '"><img src=x onerror=alert(1)>',
  "'%20autofocus%20onfocus=alert(1)%20'",
  "javascript:alert(1)",
  "%7B%7B7*7%7D%7D",
  "x".repeat(201),
  "x".repeat(3_000),
];

const names: readonly string[] = [
  ..."respect listen race words years area __proto__ constructor _lang _submission _wave _instrument".split(" "),
  ..."_language _token _code _receipt _website _ __ respect[] respect[0] %72espect respect%00 RESPECT".split(" "),
  "",
  "%",
  "%3Cscript%3E",
  "a".repeat(3_000),
];

/** The text of a form that somebody tampered with. */
export function mutatedForm(fields: readonly (readonly [string, string])[], random: () => number): string {
  const parts = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  for (let times = Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * parts.length);
    const name = (parts[at] ?? "respect=4").split("=", 1)[0]!;
    const ways: (() => unknown)[] = [
      () => parts.splice(at, 1, `${name}=${oneOf(random, values)}`),
      () => parts.push(`${name}=${oneOf(random, values)}`),
      () => parts.push(`${oneOf(random, names)}=${oneOf(random, values)}`),
      () => parts.splice(at, 1),
      () => parts.splice(at, 1, oneOf(random, ["", "=", "==", "&", name, `${name}==4`, `;${name}=4`])),
    ];
    oneOf(random, ways)();
  }
  if (random() < 0.01) for (let more = 0; more < 250; more++) parts.push(`item${more}=1`);
  const text = parts.join("&");
  return random() < 0.3 ? mutatedText(text, random) : text;
}
