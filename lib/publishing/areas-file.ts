import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import type { PublishedSurvey } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";
import { featuresOf } from "./report/area-shapes.ts";

/** Columns of `estimates` that an area carries for each measure; each name has the measure before it. */
const columns = ["value", "ci_low", "ci_high", "n", "n_effective", "flag", "suppressed"] as const;

/**
 * `areas.geojson`: the department's map with the newest headline numbers of every area, for programs that draw maps. A number that
 * is withheld is null and says why. Nothing where the department has no map.
 */
export function areasFile({ rows, waves }: ProtectedEstimates, { geometry }: PublishedSurvey): readonly ReleaseFile[] {
  const features = featuresOf(geometry);
  const headline = waves.some(({ stream }) => stream === "invited") ? "invited" : "open";
  const newest = waves.findLast(({ stream }) => stream === headline);
  if (features.length === 0 || !newest) return [];
  const ofNewest = rows.filter(
    (row) => row.wave === newest.wave && row.stream === headline && row.group === "all" && row.statistic === "mean100",
  );
  const byArea = Map.groupBy(ofNewest, ({ area }) => area);
  const { wave, opens, closes, stream, samplingMode, method } = newest;
  const joined = features.map(({ properties, geometry: shape }) => {
    const { id, name } = properties as { readonly id: string; readonly name: string };
    const numbers = (byArea.get(id) ?? []).flatMap((row) =>
      columns.map((column) => [`${row.measure}_${column}`, row[column]] as const),
    );
    const about = { id, name, wave, opens, closes, stream, sampling: samplingMode, method };
    return { type: "Feature", id, properties: { ...about, ...Object.fromEntries(numbers) }, geometry: shape };
  });
  const lines = joined.map((feature) => JSON.stringify(feature)).join(",\n");
  return [
    textFile("areas.geojson", "application/geo+json", `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`),
  ];
}
