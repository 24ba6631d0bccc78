import { csvTable } from "../csv-table.ts";
import { type PublishedSurvey, textIn } from "../published-survey.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";

const columns = ["date", "area", "label", "url"] as const;

/** `events.csv`: what happened, as the charts letter it, for who compares before and after; `area` is `all` for the whole department. */
export function eventsFile({
  events,
  department,
}: Pick<PublishedSurvey, "events" | "department">): readonly ReleaseFile[] {
  if (events.length === 0) return [];
  const language = department.languages[0] ?? "en";
  const rows = events
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, area = "all", label, url = "" }) => ({ date, area, label: textIn(label, language), url }));
  return [textFile("events.csv", "text/csv; charset=utf-8", csvTable(columns, rows))];
}
