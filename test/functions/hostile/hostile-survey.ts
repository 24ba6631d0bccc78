import type { Instrument } from "../../../lib/survey/instrument.ts";
import { instrumentHash } from "../../../lib/survey/parse-instrument.ts";
import { core1, sha256 } from "../resident-town.ts";

/** core-1 with a number and with words: every type of item, all of them asked. */
export const hostileInstrument: Instrument = {
  ...core1,
  id: "hostile",
  items: [
    ...core1.items,
    { id: "years", type: "integer", text: { en: "Years here?", es: "¿Años aquí?" }, min: 0, max: 120, offers: ["dk"] },
    { id: "words", type: "text", text: { en: "Why?", es: "¿Por qué?" }, maxLength: 200 },
  ],
};

export const hostileVersion = instrumentHash(hostileInstrument, sha256);

/** Answers that everybody may give. */
export const fineAnswers = {
  respect: 4,
  listen: "dk",
  fair: 2,
  explain: { missing: "ref" },
  safe: 1,
  area: "north",
  age: "25-34",
  race: ["white", "asian"],
  years: 12,
  words: "Because of the bridge",
};

/** The same as a form's fields. */
export const fineFields: readonly (readonly [string, string])[] = [
  ["respect", "4"],
  ["listen", "dk"],
  ["area", "north"],
  ["age", "25-34"],
  ["race", "white"],
  ["race", "asian"],
  ["years", "12"],
  ["words", "Because of the bridge"],
];
