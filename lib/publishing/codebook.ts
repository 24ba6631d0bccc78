import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import type { Instrument, Item, Text } from "../survey/instrument.ts";
import { csvTable } from "./csv-table.ts";
import { type PublishedSurvey, textIn } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";

interface CodebookRow {
  /** Column of `estimates.csv` (or `representation.csv`) in which the value stands. */
  readonly column: string;
  readonly value: string;
  readonly instrument: string;
  readonly label: string;
  readonly wording: string;
  readonly order: number | "";
  readonly favourable: "yes" | "no" | "";
}
const columns = ["column", "value", "instrument", "label", "wording", "order", "favourable"] as const;

const missing: Readonly<Record<string, string>> = {
  dk: "Don't know",
  ref: "Prefer not to answer",
  skip: "Left blank",
  na: "Not applicable by routing",
  notasked: "Not asked in this version",
  break: "Broken off before",
};
const reasons: Readonly<Record<string, string>> = {
  "too-few": "Fewer than 10 answers",
  "protects-another": "Would give another withheld number away by subtraction",
  unreliable: "Too few or too varied answers for a reliable number",
  "not-asked": "Not asked in this wave",
};
const flags: Readonly<Record<string, string>> = {
  "small-sample": "Effective n below 50",
  "opt-in": "Respondents chose to take part; not a random sample",
  "series-break": "Not comparable with the wave before",
  modelled: "From a model",
  bounded: "Share nearer than 5 points to 0 or 100, printed at the bound",
};

/** `codebook.csv`: what every code in the release means, in the survey's first language, with the exact wording of each question. */
export function codebookFile(estimates: ProtectedEstimates, published: PublishedSurvey): ReleaseFile {
  const language = published.department.languages[0] ?? "en";
  const say = (text: Text | undefined) => textIn(text, language);
  const used = new Set(estimates.rows.map(({ instrument }) => instrument));
  const instruments = Object.entries(published.instruments).filter(([hash]) => used.has(hash));
  const row = (column: string, value: string, label: string, more: Partial<CodebookRow> = {}): CodebookRow => ({
    column,
    value,
    instrument: "",
    label,
    wording: "",
    order: "",
    favourable: "",
    ...more,
  });
  const rows: CodebookRow[] = [
    row("department", published.department.id, say(published.department.name)),
    row("survey", published.survey.id, say(published.survey.title)),
    row("stream", "invited", "People who were invited"),
    row("stream", "open", "People who used an open link"),
    row("statistic", "mean100", "Mean score from 0 to 100"),
    row("statistic", "percent", "Percent of those who answered"),
    row("statistic", "percent-missing", "Percent of those who were asked"),
    row("statistic", "gap", "Difference of two categories, first minus second, in points"),
    row("area", "all", "All areas"),
    ...published.areas.map((area) => row("area", area.id, area.name)),
    row("group", "all", "Everybody"),
    row("group", "mode", "How people answered"),
    row("group", "unflagged", "Without answers that look careless; weighted anew"),
    ...instruments.flatMap(([hash, instrument]) => instrumentRows(hash, instrument, say, row)),
    ...Object.entries(missing).map(([code, label]) => row("option", code, label)),
    ...Object.entries(flags).map(([code, label]) => row("flag", code, label)),
    ...Object.entries(reasons).map(([code, label]) => row("suppressed", code, label)),
  ];
  return textFile("codebook.csv", "text/csv; charset=utf-8", csvTable(columns, rows));
}

function instrumentRows(
  instrument: string,
  { measures, demographics, items, scales, title }: Instrument,
  say: (text: Text | undefined) => string,
  row: (column: string, value: string, label: string, more?: Partial<CodebookRow>) => CodebookRow,
): readonly CodebookRow[] {
  const item = (id: string): Item | undefined => items.find((candidate) => candidate.id === id);
  const optionsOf = (id: string): readonly CodebookRow[] => {
    const asked = item(id);
    if (asked?.type === "choice" || asked?.type === "choices") {
      return asked.options.map(({ value, label }) =>
        row("option", value, say(label), { instrument, wording: say(asked.text) }),
      );
    }
    if (asked?.type !== "scale") return [];
    return (scales[asked.scale]?.options ?? []).map(({ value, label, favourable }) =>
      row("option", String(value), say(label), {
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
      ...(measure.items.length === 1 ? optionsOf(measure.items[0] ?? "") : []),
    ]),
    ...demographics.flatMap((demographic) => [
      row("group", demographic.id, say(demographic.label), { instrument, wording: say(item(demographic.item)?.text) }),
      ...demographic.categories.map(({ id, label }) =>
        row("category", id, say(label), { instrument, wording: say(demographic.label) }),
      ),
    ]),
  ];
}
