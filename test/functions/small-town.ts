import { drawFrom } from "../../lib/local/demo/residents.ts";
import { never } from "../../lib/stores/object-store.ts";
import { documentKey, openRegistry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Department, Survey } from "../../lib/survey/department.ts";
import type { Response, Stream } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { formatTally } from "../../lib/tally/format-tally.ts";
import { tallyPlan } from "../../lib/tally/tally-plan.ts";
import { tallyWave } from "../../lib/tally/tally-wave.ts";
import { response, smallInstrument } from "../tally/small-survey.ts";

/** A department with one small survey whose waves are tallied: what publishing finds, with no answer anywhere. */
export const department: Department = {
  id: "riverton",
  name: { en: "Riverton Police" },
  languages: ["en", "es"],
  timeZone: "UTC",
};
export const survey: Survey = {
  id: "trust",
  title: { en: "Trust survey", es: "Encuesta de confianza" },
  instrument: "small.json",
  samplingMode: { invited: "probability", open: "nonprobability" },
  population: { en: "adults in Riverton" },
  graceMinutes: 0,
  retentionDays: 365,
  areas: "area",
  margins: ["sex", "age"],
  groups: ["sex"],
  confidence: 0.95,
  release: "automatic",
  licence: "CC0-1.0",
  sponsor: { en: "City of Riverton" },
};
const population = Object.entries({ sex: { F: 510, M: 490 }, age: { young: 300, middle: 400, old: 300 } }).flatMap(
  ([margin, counts]) => Object.entries(counts).map(([category, count]) => ({ margin, category, count, area: null })),
);

/** Made-up answers of `count` people; the first of them are the same whatever the count. */
export function people(seed: number, count: number, stream: Stream): readonly Response[] {
  const draw = drawFrom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(draw() * values.length)]!;
  return Array.from({ length: count }, () =>
    response(
      [
        pick([2, 3, 4, 4, 5]),
        pick([2, 3, 4, 5]),
        pick([1, 3, 4, 5]),
        pick([1, 2, 3, 3, 4]),
        pick(["yes", "no", "no"]),
        pick(["north", "south"]),
        pick(["F", "M"]),
        pick(["young", "middle", "old"]),
        "skip",
      ],
      { stream },
    ),
  );
}

/** Writes what `trust apply` writes. */
export async function settle(stores: Stores): Promise<void> {
  const { registry } = stores;
  await registry.write(documentKey.department("riverton"), department, 0);
  await registry.write(
    documentKey.survey("riverton", "trust"),
    {
      survey,
      instrument: "hash1",
      population,
      areas: [
        { id: "north", name: "North" },
        { id: "south", name: "South" },
      ],
      events: [{ date: "2026-03-01", label: { en: "Bridge opens" } }],
    },
    0,
  );
  await registry.write(documentKey.instrument("riverton", "hash1"), smallInstrument, 0);
}

/** A quarter of 2026 as a wave: `2026-q1` … */
export function quarter(number: number): Wave {
  const month = (index: number) => new Date(Date.UTC(2026, index, 1)).toISOString();
  return {
    department: "riverton",
    survey: "trust",
    wave: `2026-q${number}`,
    opens: month(3 * number - 3),
    closes: month(3 * number),
    graceMinutes: 0,
    expires: Date.UTC(2028, 0, 1) / 1000,
    trial: false,
    instruments: ["hash1"],
  };
}

/** Tallies a wave as `tally-waves` does; called again with more answers it makes the next tally. */
export async function tally(stores: Stores, wave: Wave, responses: readonly Response[]): Promise<void> {
  const plan = tallyPlan(wave, survey, { hash1: smallInstrument });
  const registry = openRegistry(stores.registry);
  const known = (await registry.fresh.wave(wave.department, wave.wave))?.tallies ?? {};
  const tallies = { ...known };
  for (const [stream, { tally: made, read }] of await tallyWave(pages(responses), plan)) {
    const sequence = (known[stream]?.sequence ?? 0) + 1;
    const key = `tallies/riverton/trust/${wave.wave}/${stream}/${sequence}.json`;
    await stores.private.create({
      key,
      bytes: formatTally(made),
      contentType: "application/json",
      cacheControl: never,
    });
    tallies[stream] = { sequence, responses: read };
  }
  await registry.update<Wave>(documentKey.wave(wave.department, wave.wave), (current) => ({
    ...(current ?? wave),
    tallies,
  }));
}

async function* pages(responses: readonly Response[]): AsyncIterable<readonly Response[]> {
  yield responses;
}
