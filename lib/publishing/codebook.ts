import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import type { Instrument, Item, Text } from "../survey/instrument.ts";
import { csvTable } from "./csv-table.ts";
import { codes, missingLabels, modeLabels } from "./dataset/codes.ts";
import { type PublishedSurvey, textIn } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";

export interface CodebookRow {
  /** Column of `estimates.csv` (or `representation.csv`) in which the value stands. */
  readonly column: string;
  /** The measure of an answer, the group of a category; else empty. */
  readonly of: string;
  readonly value: string;
  readonly instrument: string;
  readonly label: string;
  readonly wording: string;
  readonly order: number | "";
  readonly favourable: "yes" | "no" | "";
}
const columns = ["column", "of", "value", "instrument", "label", "wording", "order", "favourable"] as const;

type More = Partial<CodebookRow>;
const row = (column: string, value: string, label: string, more: More = {}): CodebookRow => ({
  column,
  of: "",
  value,
  instrument: "",
  label,
  wording: "",
  order: "",
  favourable: "",
  ...more,
});
const rowsOf = (column: string, labels: Readonly<Record<string, string>>, more?: More): readonly CodebookRow[] =>
  Object.entries(labels).map(([value, label]) => row(column, value, label, more));

/** `codebook.csv`: what every code in the release means, in the survey's first language, with the exact wording of each question. */
export function codebookFile(rows: readonly CodebookRow[]): ReleaseFile {
  return textFile("codebook.csv", "text/csv; charset=utf-8", csvTable(columns, rows));
}

/** The codes of a release in the order of the columns; those of each instrument that a published row names. */
export function codebookRows(estimates: ProtectedEstimates, published: PublishedSurvey): readonly CodebookRow[] {
  const language = published.department.languages[0] ?? "en";
  const say = (text: Text | undefined) => textIn(text, language);
  const used = new Set(estimates.rows.map(({ instrument }) => instrument));
  const instruments = Object.entries(published.instruments).filter(([hash]) => used.has(hash));
  return [
    row("department", published.department.id, say(published.department.name)),
    row("survey", published.survey.id, say(published.survey.title)),
    ...rowsOf("stream", codes.stream),
    ...rowsOf("statistic", codes.statistic),
    row("area", "all", "All areas"),
    ...published.areas.map((area) => row("area", area.id, area.name)),
    row("group", "all", "Everybody"),
    row("group", "mode", "How people answered"),
    row("group", "unflagged", "Without answers that look careless; weighted anew"),
    row("category", "all", "Everybody", { of: "all" }),
    ...rowsOf("category", modeLabels, { of: "mode" }),
    row("category", "unflagged", "Without answers that look careless", { of: "unflagged" }),
    ...instruments.flatMap(([hash, instrument]) => instrumentRows(hash, instrument, say)),
    ...rowsOf("option", missingLabels),
    ...rowsOf("change_verdict", codes.change_verdict),
    ...rowsOf("flag", codes.flag),
    ...rowsOf("suppressed", codes.suppressed),
  ];
}

function instrumentRows(
  instrument: string,
  { measures, demographics, items, scales, title }: Instrument,
  say: (text: Text | undefined) => string,
): readonly CodebookRow[] {
  const item = (id: string): Item | undefined => items.find((candidate) => candidate.id === id);
  const optionsOf = (measure: string, id: string): readonly CodebookRow[] => {
    const asked = item(id);
    if (asked?.type === "choice" || asked?.type === "choices") {
      return asked.options.map(({ value, label }) =>
        row("option", value, say(label), { of: measure, instrument, wording: say(asked.text) }),
      );
    }
    if (asked?.type !== "scale") return [];
    return (scales[asked.scale]?.options ?? []).map(({ value, label, favourable }) =>
      row("option", String(value), say(label), {
        of: measure,
        instrument,
        wording: say(asked.text),
        order: value,
        favourable: favourable ? "yes" : "no",
      }),
    );
  };
  return [
    row("instrument", instrument, say(title), { instrument }),
    ...measures.flatMap((measure) => [
      row("measure", measure.id, say(measure.label), {
        instrument,
        wording: measure.items.map((id) => say(item(id)?.text)).join(" | "),
      }),
      ...(measure.items.length === 1 ? optionsOf(measure.id, measure.items[0] ?? "") : []),
    ]),
    ...demographics.flatMap((demographic) => [
      row("group", demographic.id, say(demographic.label), { instrument, wording: say(item(demographic.item)?.text) }),
      ...demographic.categories.map(({ id, label }) =>
        row("category", id, say(label), { of: demographic.id, instrument, wording: say(demographic.label) }),
      ),
    ]),
  ];
}
