import type { FullPlace } from "../disclosure/full-places.ts";
import { csvTable } from "./csv-table.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";

/** `places.csv`: places of the waves that a release brings that got more answers than their cap. There where a survey has a cap. */
export function placesFile(places: readonly FullPlace[] | undefined): readonly ReleaseFile[] {
  if (places === undefined) return [];
  return [textFile("places.csv", "text/csv; charset=utf-8", csvTable(["wave", "stream", "place", "cap"], places))];
}
