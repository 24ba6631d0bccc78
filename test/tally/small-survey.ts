import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import { type TallyPlan, tallyPlan } from "../../lib/tally/tally-plan.ts";

const text = (en: string) => ({ en });
const steps = (count: number, favourableFrom: number) => ({
  options: Array.from({ length: count }, (_, i) => ({
    value: i + 1,
    label: text(`${i + 1} of ${count}`),
    ...(i + 1 >= favourableFrom ? { favourable: true } : {}),
  })),
});
const choice = (id: string, values: readonly string[]) =>
  ({ id, type: "choice", text: text(id), options: values.map((value) => ({ value, label: text(value) })) }) as const;
const demographic = (id: string, values: readonly string[]) => ({
  id,
  label: text(id),
  item: id,
  categories: values.map((value) => ({ id: value, label: text(value), values: [value] })),
});

/** Three trust items (two have to be answered), safety on a shorter scale, a contact question; area, sex and age. */
export const smallInstrument: Instrument = {
  id: "small",
  title: text("Small"),
  languages: ["en"],
  scales: { agree: steps(5, 4), safe: steps(4, 3) },
  items: [
    { id: "t1", type: "scale", scale: "agree", text: text("respect") },
    { id: "t2", type: "scale", scale: "agree", text: text("listen") },
    { id: "t3", type: "scale", scale: "agree", text: text("fair") },
    { id: "walk", type: "scale", scale: "safe", text: text("walk"), offers: ["dk", "ref"] },
    choice("contact", ["yes", "no"]),
    choice("area", ["north", "south"]),
    choice("sex", ["F", "M"]),
    choice("age", ["young", "middle", "old"]),
    { id: "remark", type: "text", text: text("remark"), maxLength: 200 },
  ],
  measures: [
    { id: "trust", label: text("Trust"), items: ["t1", "t2", "t3"], minAnswered: 2, primary: true },
    { id: "safety", label: text("Safety"), items: ["walk"] },
    { id: "contact", label: text("Contact"), items: ["contact"] },
  ],
  demographics: [
    demographic("area", ["north", "south"]),
    demographic("sex", ["F", "M"]),
    demographic("age", ["young", "middle", "old"]),
  ],
};

export const smallWave = { department: "riverton", survey: "trust", wave: "2026-q1" };

export const smallPlan: TallyPlan = tallyPlan(
  smallWave,
  { areas: "area", margins: ["sex", "age"], groups: ["sex"] },
  { hash1: smallInstrument },
);

/** Answers in the order of the questions: t1, t2, t3, walk, contact, area, sex, age, remark. */
export function response(answers: readonly unknown[], more: Partial<Response> = {}): Response {
  return {
    submission: "0".repeat(32),
    instrument: "hash1",
    stream: "open",
    place: null,
    mode: "web",
    language: "en",
    designClass: "@1",
    flags: [],
    answers: JSON.stringify(answers),
    digest: "",
    expires: 2e9,
    ...more,
  };
}

export async function* pagesOf(responses: readonly Response[], size = 100): AsyncIterable<readonly Response[]> {
  for (let at = 0; at < responses.length; at += size) yield responses.slice(at, at + size);
}
