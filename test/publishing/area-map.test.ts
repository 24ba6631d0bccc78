import { describe, expect, test } from "vitest";
import { areasFile } from "../../lib/publishing/areas-file.ts";
import { classesOf } from "../../lib/publishing/report/area-map.ts";
import { areaShapes } from "../../lib/publishing/report/area-shapes.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { largeReport } from "./large-report.ts";

const { estimates, published } = await largeReport({ months: 3, districts: 6 });

const ring = (points: readonly (readonly number[])[]) => [...points, points[0]!];
const square = ring([
  [-91, 41],
  [-90.98, 41],
  [-90.98, 41.02],
  [-91, 41.02],
]);
const collection = (...polygons: readonly unknown[]) => ({
  type: "FeatureCollection",
  features: polygons.map((coordinates, at) => ({
    type: "Feature",
    properties: { id: `a${at}`, name: "A" },
    geometry: { type: "Polygon", coordinates },
  })),
});

describe("shapes", () => {
  test("are the same whichever way round a ring runs, with north up", () => {
    const [one, other] = [square, square.toReversed()].map((ring) => areaShapes(collection([ring]), 400)!);
    expect(one!.areas[0]).toMatchObject({ x: other!.areas[0]!.x, y: other!.areas[0]!.y, room: other!.areas[0]!.room });
    const triangle = ring([
      [-91, 41],
      [-90.98, 41],
      [-90.99, 41.02],
    ]);
    const { areas, height } = areaShapes(collection([triangle]), 400)!;
    expect(areas[0]!.y).toBeGreaterThan(height / 2);
  });
  test("are as wide as a degree is there: at 60° north half as wide as high", () => {
    const north = ring([
      [10, 60],
      [10.1, 60],
      [10.1, 60.1],
      [10, 60.1],
    ]);
    const { width, height, areas } = areaShapes(collection([north]), 200)!;
    expect([width, height]).toEqual([200, 240]);
    expect(areas[0]!.room).toBeCloseTo(236 / 2, -1);
  });
  test.each([
    [
      "a text",
      [
        [
          ["<script>", 41],
          [-91, 41],
          [-91, 42],
        ],
      ],
    ],
    ["no list", "coordinates"],
    [
      "a pole",
      [
        ring([
          [0, 90],
          [1, 90],
          [1, 89],
        ]),
      ],
    ],
    [
      "infinity",
      [
        ring([
          [0, Number.POSITIVE_INFINITY],
          [1, 2],
          [1, 1],
        ]),
      ],
    ],
  ])("with %s for a point are left out, the others drawn", (_, broken) => {
    expect(areaShapes(collection(broken, [square]), 400)!.areas.map(({ id }) => id)).toEqual(["a1"]);
    expect(areaShapes(collection(broken), 400)).toBeUndefined();
  });
  test("of many thousand points weigh little, and neighbours keep their border", () => {
    const wavy = Array.from({ length: 20_000 }, (_, at) => [-91 + at * 1e-6, 41 + 1e-4 * Math.sin(at)]);
    const above = ring([...wavy, [-90.98, 41.02], [-91, 41.02]]);
    const below = ring([...wavy, [-90.98, 40.98], [-91, 40.98]]);
    const { areas } = areaShapes(collection([above], [below]), 400)!;
    for (const { path } of areas) expect(path.length).toBeLessThan(20_000);
    const [a, b] = areas.map(({ path }) => new Set(path.slice(1, -1).split("L")));
    expect([...a!].filter((point) => !b!.has(point)).length).toBeLessThanOrEqual(3);
  });
});

test.each([
  [
    [63, 71],
    [60, 65, 70],
  ],
  [
    [49, 67],
    [45, 50, 55, 60, 65],
  ],
  [
    [20, 80],
    [20, 40, 60, 80],
  ],
  [[100], [95]],
  [
    [0, 100],
    [0, 20, 40, 60, 80],
  ],
])("values %j are shaded from %j on", (values, from) => {
  const classes = classesOf(values);
  expect(classes.map((one) => one.from)).toEqual(from);
  for (const value of values) expect(classes.some(({ from, to }) => from <= value && value <= to)).toBe(true);
});

test("areas.geojson carries the newest numbers of every area, and why one is withheld", () => {
  const [file] = areasFile(estimates, published);
  const { features } = JSON.parse(Buffer.from(file!.bytes).toString()) as {
    features: { id: string; properties: Record<string, unknown>; geometry: unknown }[];
  };
  const newest = estimates.waves.findLast(({ stream }) => stream === "invited")!.wave;
  for (const { id, properties } of features) {
    const row = estimates.rows.find((one) => one.wave === newest && one.area === id && one.measure === "trust")!;
    expect(properties).toMatchObject({
      wave: newest,
      sampling: "probability",
      method: row.method,
      trust_value: row.value,
      trust_n: row.n,
      trust_ci_low: row.ci_low,
      trust_ci_high: row.ci_high,
      trust_suppressed: row.suppressed,
    });
  }
  expect(features.map(({ properties }) => properties.trust_value === null)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(areasFile(estimates, { ...published, geometry: undefined })).toEqual([]);
});

test("all maps of a page share their shades: the same shade is the same values", () => {
  const page = reportPage(estimates, published, {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  });
  const shades = new Map<string, Set<number>>();
  for (const [, shade, value] of page.matchAll(/<g class="area m(\d)[^>]*><title>[^:]+: ([\d.]+)/g))
    shades.set(shade!, (shades.get(shade!) ?? new Set()).add(Number(value)));
  const legends = [...page.matchAll(/<ul class="legend shades">(.*?)<\/ul>/g)].map(([, list]) =>
    [...list!.matchAll(/(\d+) to (\d+)/g)].map(([, from, to]) => [Number(from), Number(to)] as const),
  );
  expect(legends).toHaveLength(2);
  expect(legends[1]).toEqual(legends[0]);
  for (const [shade, values] of shades)
    for (const value of values) {
      const [from, to] = legends[0]![Number(shade)]!;
      expect(value).toBeGreaterThanOrEqual(from);
      expect(value).toBeLessThanOrEqual(to);
    }
  const [scale] = legends;
  expect(scale!.length).toBeLessThanOrEqual(5);
});
