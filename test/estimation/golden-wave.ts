import { readFileSync } from "node:fs";
import type { SurveyPlan, TalliedWave } from "../../lib/estimation/survey-plan.ts";
import type { Survey } from "../../lib/survey/department.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { tallyPlan } from "../../lib/tally/tally-plan.ts";
import { tallyWave } from "../../lib/tally/tally-wave.ts";

const text = (en: string) => ({ en });
const scale = (highest: number, favourableFrom: number) => ({
  options: Array.from({ length: highest }, (_, i) => ({
    value: i + 1,
    label: text(String(i + 1)),
    favourable: i + 1 >= favourableFrom,
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
const areas = ["east", "north", "south", "west"];
const sexes = ["F", "M"];
const ages = ["18-34", "35-54", "55+"];

/** The items of test/golden/tally; `walk` there counts from safe to unsafe, here the higher is the safer. */
export const goldenInstrument: Instrument = {
  id: "golden",
  title: text("Golden"),
  languages: ["en"],
  scales: { agree: scale(5, 4), safe: scale(4, 3) },
  items: [
    ...["t1", "t2", "t3"].map((id) => ({ id, type: "scale", scale: "agree", text: text(id) }) as const),
    { id: "walk", type: "scale", scale: "safe", text: text("walk") },
    { id: "contacts", type: "integer", min: 0, max: 10, text: text("contacts") },
    choice("area", areas),
    choice("sex", sexes),
    choice("age", ages),
  ],
  measures: [
    { id: "trust", label: text("trust"), items: ["t1", "t2", "t3"], minAnswered: 2, primary: true },
    { id: "t1", label: text("t1"), items: ["t1"] },
    { id: "safe.walking", label: text("safe"), items: ["walk"], primary: true },
    { id: "contacts", label: text("contacts"), items: ["contacts"] },
  ],
  demographics: [demographic("area", areas), demographic("sex", sexes), demographic("age", ages)],
};

export const goldenSurvey: Survey = {
  id: "trust",
  title: text("Trust"),
  instrument: "golden.json",
  samplingMode: { invited: "probability", open: "nonprobability" },
  population: text("adults"),
  graceMinutes: 0,
  retentionDays: 90,
  areas: "area",
  margins: ["sex", "age"],
  groups: ["sex", "age"],
  strata: { hill: 3200, river: 2100 },
  confidence: 0.95,
  release: "reviewed",
  licence: "CC0-1.0",
  sponsor: text("Riverton"),
};

export const goldenPlan: SurveyPlan = {
  survey: goldenSurvey,
  areas: areas.map((id) => ({ id, name: id })),
  population: [
    ...Object.entries({ F: 2700, M: 2600 }).map(([category, count]) => ({
      margin: "sex",
      category,
      count,
      area: null,
    })),
    ...Object.entries({ "18-34": 1600, "35-54": 1800, "55+": 1900 }).map(([category, count]) => ({
      margin: "age",
      category,
      count,
      area: null,
    })),
  ],
};

export function waveOf(id: string, opens: string, closes: string, instruments = ["golden-hash"]): Wave {
  return {
    department: "riverton",
    survey: "trust",
    wave: id,
    opens,
    closes,
    graceMinutes: 0,
    expires: 4e9,
    trial: false,
    instruments,
  };
}

/** test/golden/tally/responses.csv as stored responses of an invited stream. */
export function goldenResponses(): readonly Response[] {
  const [header, ...lines] = readFileSync(new URL("../golden/tally/responses.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((fields, at) => {
    const row = Object.fromEntries(header!.map((name, i) => [name, fields[i] ?? ""]));
    const number = (name: string) => (row[name] === "" ? "skip" : Number(row[name]));
    const word = (name: string) => (row[name] === "" ? "ref" : row[name]);
    const walk = number("walk");
    return {
      submission: at.toString(16).padStart(32, "0"),
      instrument: "golden-hash",
      stream: "invited",
      place: null,
      mode: "web",
      language: "en",
      designClass: `${row.stratum}@${row.weight}`,
      flags: [],
      answers: JSON.stringify([
        number("t1"),
        number("t2"),
        number("t3"),
        typeof walk === "number" ? 5 - walk : walk,
        number("contacts"),
        word("area"),
        word("sex"),
        word("age"),
      ]),
      digest: "",
      expires: 4e9,
    };
  });
}

/** Tallies responses of one stream. */
export async function tallied(
  wave: Wave,
  responses: readonly Response[],
  instruments: Readonly<Record<string, Instrument>> = { "golden-hash": goldenInstrument },
  survey: Survey = goldenSurvey,
): Promise<TalliedWave> {
  async function* pages() {
    yield responses;
  }
  const streams = await tallyWave(pages(), tallyPlan(wave, survey, instruments));
  return { wave, tally: [...streams.values()][0]!.tally };
}
