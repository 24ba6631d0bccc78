import type { CodebookRow } from "../codebook.ts";
import type { estimateColumns, qualityColumns, representationColumns } from "../estimates-files.ts";
import type { yearlyColumns } from "../yearly-file.ts";
import { type Column, number, type Table, text } from "./column.ts";

const hidden = "Not shown; the column suppressed says why";
const noChange = "First wave of the stream, break in the series, or not shown";

const wave = text("wave", "Wave", "Id of the wave, the time in which a survey took answers.");
const stream = text(
  "stream",
  "How people were asked",
  "Streams are never blended: invited people and users of an open link are two series.",
);
const suppressed = text(
  "suppressed",
  "Why nothing is shown",
  "Why the numbers of the row are withheld. Zero, withheld and not asked are three things.",
  "The numbers are shown",
);

const estimates: readonly Column<(typeof estimateColumns)[number]>[] = [
  text("department", "Department", "Id of the police department."),
  text("survey", "Survey", "Id of the survey; unique within its department."),
  wave,
  {
    name: "opens",
    type: "instant",
    label: "Wave opens",
    description: "First instant of the wave, UTC. The wave is the half-open interval [opens, closes).",
  },
  { name: "closes", type: "instant", label: "Wave closes", description: "First instant after the wave, UTC." },
  stream,
  text("area", "Area", "Area in which respondents live, or all."),
  text(
    "group",
    "Group",
    "all for everybody, a demographic, mode, or unflagged (weighted anew without flagged answers).",
  ),
  text("category", "Category", "Category of the group; all where the group is; a:b for a gap, a minus b."),
  text("measure", "Measure", "What was measured; wording and items are in codebook.csv."),
  text("statistic", "Statistic", "What the value is. Every statistic is on 0-100."),
  text(
    "option",
    "Answer",
    "The answer whose percentage this is, in the order of its scale; a missing code where the statistic is percent-missing.",
    "The measure as a whole, not one answer",
  ),
  number("value", "Estimate", "Weighted estimate: points of 0-100 (mean100, gap) or percent.", hidden),
  number("se", "Standard error", "Standard error of the value, with weighting and design taken into account.", hidden),
  number("ci_low", "Interval, low", "Lower end of the confidence interval, rounded outward.", hidden),
  number("ci_high", "Interval, high", "Upper end of the confidence interval, rounded outward.", hidden),
  number("df", "Degrees of freedom", "Printed n minus the number of strata.", hidden, "integer"),
  number("n", "Respondents", "People who answered, to the nearest 5; not weighted.", hidden, "integer"),
  number(
    "n_effective",
    "Effective n",
    "n / deff, down to a multiple of 5: the size of a simple random sample that is as precise.",
    hidden,
    "integer",
  ),
  number(
    "deff",
    "Design effect",
    "Variance against that of a simple random sample of n.",
    "All answers are alike, or not shown",
  ),
  number(
    "change",
    "Change",
    "Difference to the wave before in the same stream, of the printed values, in points.",
    noChange,
  ),
  number("change_low", "Change, low", "Lower end of the interval of the change.", noChange),
  number("change_high", "Change, high", "Upper end of the interval of the change.", noChange),
  text(
    "change_verdict",
    "Verdict on the change",
    "Whether the change is more than chance, judged over the whole family of comparisons.",
    "First wave of the stream, or not shown",
  ),
  number(
    "detectable_change",
    "Detectable change",
    "Smallest change that this comparison would have found four times in five.",
    noChange,
  ),
  text("flag", "Flags", "Warnings, several joined by a space.", "No warning"),
  suppressed,
  text("instrument", "Instrument", "Short hash of the questionnaire whose wording the answers are to."),
  text("method", "Method", "Name of the method of estimation."),
];

const representation: readonly Column<(typeof representationColumns)[number]>[] = [
  wave,
  stream,
  text("margin", "Margin", "Demographic whose population sizes the weights were fitted to."),
  text("category", "Category", "Category of the margin; thin categories are joined by a plus sign."),
  number("n", "Respondents", "Respondents of the category, to the nearest 5.", hidden, "integer"),
  number("population", "Residents, percent", "Share of the population.", hidden),
  number("before", "Before weighting, percent", "Share of the respondents by base weight.", hidden),
  number("after", "After weighting, percent", "Share of the respondents by final weight.", hidden),
  suppressed,
];

const quality: readonly Column<(typeof qualityColumns)[number]>[] = [
  wave,
  stream,
  text("index", "Measure", "A measure of two items or more."),
  number("alpha", "Cronbach's alpha", "Agreement of the items, 0-1.", "Not computed, or too few answers"),
  number(
    "omega",
    "McDonald's omega",
    "Reliability under one common factor, 0-1; from three items on.",
    "Not computed, or too few answers",
  ),
  number(
    "n",
    "Complete answers",
    "Respondents who answered every item, to the nearest 5.",
    "Too few answers",
    "integer",
  ),
];

const earlier = "The earlier number is not shown";
const notCompared = "Too few answers a year before, or a break in the series since then";
const yearly: readonly Column<(typeof yearlyColumns)[number]>[] = [
  wave,
  stream,
  text("area", "Area", "Area in which respondents live, or all."),
  text("group", "Group", "all for everybody, a demographic, mode, or unflagged."),
  text("category", "Category", "Category of the group; all where the group is."),
  text("measure", "Measure", "What was measured; wording and items are in codebook.csv."),
  text("statistic", "Statistic", "What the values are: mean100."),
  text(
    "compared_with",
    "Wave a year before",
    "Id of the wave that lies closest to a year before, 45 days off at most.",
  ),
  number("value", "Estimate", "The value as in estimates.", hidden),
  number("n", "Respondents", "Its n as in estimates.", hidden, "integer"),
  number("n_effective", "Effective n", "Its effective n as in estimates.", hidden, "integer"),
  number("value_before", "Estimate a year before", "The value of the earlier wave as in estimates.", earlier),
  number("n_before", "Respondents a year before", "Its n as in estimates.", earlier, "integer"),
  number("n_effective_before", "Effective n a year before", "Its effective n as in estimates.", earlier, "integer"),
  number("change", "Change in a year", "Difference of the two printed values, in points.", notCompared),
  number("change_low", "Change, low", "Lower end of its interval, widened by what rounding may hide.", notCompared),
  number("change_high", "Change, high", "Upper end of its interval, widened by what rounding may hide.", notCompared),
  text(
    "change_verdict",
    "Verdict on the change",
    "Whether the change is more than chance, judged over all such comparisons of the wave and stream.",
  ),
  number("confidence", "Confidence, percent", "Level of the interval.", "Never"),
  text("flag", "Flags", "Warnings of either number, several joined by a space.", "No warning"),
  text("instrument", "Instrument", "Short hash of the questionnaire of the newer number."),
  text("method", "Method", "Name of the method of estimation of the newer number."),
];

const codebook: readonly Column<keyof CodebookRow>[] = [
  text("column", "Column", "Column of the other tables in which the value stands."),
  text(
    "of",
    "Of",
    "The measure that an answer belongs to, or the group that a category belongs to.",
    "The value means the same everywhere",
  ),
  text("value", "Value", "The value as it stands in the column."),
  text("instrument", "Instrument", "The questionnaire that says so.", "Every one"),
  text("label", "Label", "What the value means."),
  text("wording", "Wording", "The question as it was asked; several items joined by |.", "No question"),
  number(
    "order",
    "Order",
    "Place of an answer on its scale; the higher the more favourable.",
    "Without order",
    "integer",
  ),
  text("favourable", "Favourable", "Whether the answer counts as favourable.", "Not an answer of a scale"),
];

/** The tables of a release with what their columns mean. */
export const tables = {
  estimates: {
    name: "estimates",
    title: "Estimates: one row per wave, stream, area, group, category, measure, statistic and answer",
    columns: estimates,
    key: ["wave", "stream", "area", "group", "category", "measure", "statistic", "option"],
  },
  representation: {
    name: "representation",
    title: "Who answered against who lives here",
    columns: representation,
    key: ["wave", "stream", "margin", "category"],
  },
  quality: {
    name: "quality",
    title: "Reliability of the measures",
    columns: quality,
    key: ["wave", "stream", "index"],
  },
  yearly: {
    name: "yearly",
    title: "Each score against the same wave a year before",
    columns: yearly,
    key: ["wave", "stream", "area", "group", "category", "measure", "statistic"],
  },
  codebook: {
    name: "codebook",
    title: "What every code means, with the wording of the questions",
    columns: codebook,
    key: ["column", "of", "value", "instrument"],
  },
} as const satisfies Readonly<Record<string, Table>>;
