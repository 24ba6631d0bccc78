import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { ProtectedEstimates, PublishedRow, PublishedWave } from "../../lib/disclosure/protected-estimates.ts";
import { monthAfter } from "../../lib/local/demo/months.ts";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import type { Area } from "../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import type { Stream } from "../../lib/survey/response.ts";

const first = new Date("2025-01-01T00:00:00Z");

/** Squares of a town, five to a row; one runs clockwise, and one has a hole. */
export const squares = (areas: readonly Area[]) => ({
  type: "FeatureCollection",
  features: areas.map(({ id, name }, at) => {
    const [x, y] = [-91 + 0.02 * (at % 5), 41 + 0.015 * Math.floor(at / 5)];
    const square = (inset: number) => [
      [x + inset, y + inset],
      [x + 0.02 - inset, y + inset],
      [x + 0.02 - inset, y + 0.015 - inset],
      [x + inset, y + 0.015 - inset],
      [x + inset, y + inset],
    ];
    const rings = at === 1 ? [square(0), square(0.005)] : [at === 0 ? square(0).toReversed() : square(0)];
    return { type: "Feature", properties: { id, name }, geometry: { type: "Polygon", coordinates: rings } };
  }),
});

/** A report as large as any is meant to be: 24 waves, 22 areas, every group and measure of `core-1`, both streams. */
export async function largeReport({ months = 24, districts = 22 } = {}): Promise<{
  readonly estimates: ProtectedEstimates;
  readonly published: PublishedSurvey;
}> {
  const areas = Array.from({ length: districts }, (_, at) => ({
    id: `district-${at + 1}`,
    name: `District ${at + 1}`,
  }));
  const geometry = squares(areas);
  const { department, survey, events, instruments } = parseDepartmentFolder(
    await riverbendFolder(monthAfter(first, 9)),
  );
  const instrument = Object.values(instruments)[0]!;
  const waves = Array.from({ length: months }, (_, at) => monthAfter(first, at)).flatMap((opens) =>
    (["invited", "open"] as const).map((stream) => waveOf(opens, stream)),
  );
  const rows: PublishedRow[] = waves.flatMap((wave) => {
    const newest = Date.parse(wave.opens) === monthAfter(first, months - 1).getTime();
    return instrument.measures.flatMap(({ id: measure }, at): PublishedRow[] => {
      const row = (more: Partial<PublishedRow>, key: number) => shown(wave, { measure, ...more }, key + 7 * at);
      const whole = row({ flag: wave.wave === "2025-08" ? "series-break" : "" }, Number(wave.wave.slice(5)));
      if (!newest) return [whole];
      const groups = instrument.demographics.filter(({ id }) => id !== survey.areas);
      return [
        whole,
        ...areas.map(({ id }, at) =>
          at === 4
            ? withheld(wave, { measure, area: id })
            : row({ area: id, flag: at % 9 === 7 ? "small-sample" : "" }, at),
        ),
        ...groups.flatMap(({ id, categories }) =>
          (categories ?? []).map((category, at) => row({ group: id, category: category.id }, at)),
        ),
        row({ group: "unflagged", category: "unflagged" }, 3),
        ...["web", "paper"].map((mode, at) => row({ group: "mode", category: mode }, at)),
      ];
    });
  });
  const representation = [{ id: "sex", categories: ["F", "M"] }].flatMap(({ id, categories }) =>
    categories.map((category, at) => ({
      wave: waves.at(-2)!.wave,
      stream: "invited" as const,
      margin: id,
      category,
      n: at === 0 ? 410 : null,
      population: at === 0 ? 51 : null,
      before: at === 0 ? 60 : null,
      after: at === 0 ? 51 : null,
      suppressed: at === 0 ? ("" as const) : ("too-few" as const),
    })),
  );
  const quality = instrument.measures
    .filter(({ items }) => items.length > 1)
    .map(({ id }) => ({
      wave: waves.at(-2)!.wave,
      stream: "invited" as const,
      index: id,
      alpha: 0.8,
      omega: 0.81,
      n: 600,
    }));
  const released = { waves, rows, representation, quality };
  return {
    estimates: protect([], defaultPolicy, { released, estimates: [] }),
    published: { department, survey, events, areas, geometry, instruments: { i1: instrument } },
  };
}

function waveOf(opens: Date, stream: Stream): PublishedWave {
  return {
    department: "riverbend",
    survey: "trust",
    wave: opens.toISOString().slice(0, 7),
    opens: opens.toISOString(),
    closes: monthAfter(opens, 1).toISOString(),
    stream,
    samplingMode: stream === "invited" ? "probability" : "nonprobability",
    method: "raked-linearized-1",
    n: 700,
    kish: 1.2,
    collapsed: [],
  };
}

const everybody = {
  area: "all",
  group: "all",
  category: "all",
  statistic: "mean100",
  option: "",
  instrument: "i1",
} as const;

function shown(wave: PublishedWave, about: Partial<PublishedRow>, at: number): PublishedRow {
  const { department, survey, opens, closes, stream, method } = wave;
  const value = 45 + ((at * 37) % 23);
  return {
    ...{ department, survey, wave: wave.wave, opens, closes, stream, method },
    ...everybody,
    ...{ value, se: 1.5, ci_low: value - 3, ci_high: value + 3, df: 599, n: 600, n_effective: 500, deff: 1.2 },
    ...{ change: 1, change_low: -3, change_high: 5, change_verdict: "no-detectable-change", detectable_change: 4 },
    ...{ flag: "", suppressed: "" },
    ...about,
  } as PublishedRow;
}

function withheld(wave: PublishedWave, about: Partial<PublishedRow>): PublishedRow {
  const numbers = Object.entries(shown(wave, about, 0)).map(([key, value]) => [
    key,
    typeof value === "number" ? null : value,
  ]);
  return { ...Object.fromEntries(numbers), change_verdict: "", suppressed: "too-few" } as unknown as PublishedRow;
}
