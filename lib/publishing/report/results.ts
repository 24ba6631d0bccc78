import type {
  ProtectedEstimates,
  PublishedRow,
  PublishedWave,
  ShownRow,
} from "../../disclosure/protected-estimates.ts";
import type { YearChange } from "../../disclosure/year-changes.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import { type ResultMessage, type ResultStrings, resultStrings } from "../../language/result-strings.ts";
import type { SamplingStatement } from "../../language/sampling-language.ts";
import type { MessageValues } from "../../language/sayer.ts";
import type { Demographic, Instrument, Item, Language, Measure, Text } from "../../survey/instrument.ts";
import type { Stream } from "../../survey/response.ts";
import { type PublishedSurvey, textIn } from "../published-survey.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import { samplingOf } from "../sampling.ts";
import { yearlyRows } from "../yearly-file.ts";

/** A row's key with everybody as the default. */
export interface About {
  readonly measure: string;
  readonly area?: string;
  readonly group?: string;
  readonly category?: string;
  readonly statistic?: PublishedRow["statistic"];
  readonly option?: string;
}

/** Published rows as a reader asks for them, with names in one language. */
export class Results {
  readonly published: PublishedSurvey;
  readonly estimates: ProtectedEstimates;
  readonly language: Language;
  readonly say: ResultStrings;
  /** `invited` where there is one, else `open`: streams are never blended. */
  readonly headline: Stream;
  /** Of the instrument of the newest headline wave. */
  readonly instrument: Instrument;
  /** Measures that have published rows, the primary ones first. */
  readonly measures: readonly Measure[];
  /** The measures that the headline is about: the primary ones, else the first. */
  readonly primary: readonly Measure[];
  /** How the headline stream's sample may be spoken of; nothing before the first wave. */
  readonly sampling: SamplingStatement | undefined;
  private readonly byKey: ReadonlyMap<string, PublishedRow>;
  private readonly numbers: Intl.NumberFormat;
  private readonly tenths: Intl.NumberFormat;
  private readonly years: ReadonlyMap<string, YearChange>;

  constructor(estimates: ProtectedEstimates, published: PublishedSurvey, language: Language) {
    this.estimates = estimates;
    this.published = published;
    this.language = language;
    const numbers = new Intl.NumberFormat(formattingLocale(language));
    const confidence = numbers.format(Math.round(published.survey.confidence * 1000) / 10);
    const strings = resultStrings(language);
    const say = (key: ResultMessage, values?: MessageValues) => strings(key, { confidence, ...values });
    const { title, direction } = strings;
    this.say = Object.assign(say, { language: strings.language, title, direction });
    this.headline = estimates.waves.some(({ stream }) => stream === "invited") ? "invited" : "open";
    this.byKey = new Map(estimates.rows.map((row) => [text(row.wave, row.stream, row), row]));
    this.numbers = numbers;
    this.tenths = new Intl.NumberFormat(formattingLocale(language), { minimumFractionDigits: 1 });
    this.sampling = samplingOf(estimates, published, this.headline, language);
    this.years = new Map(
      yearlyRows(estimates, published.survey).map((row) => [text(row.wave, row.stream, row), row] as const),
    );
    const newest = estimates.rows.findLast(({ stream }) => stream === this.headline);
    this.instrument =
      published.instruments[newest?.instrument ?? ""] ?? Object.values(published.instruments).at(-1) ?? nothingAsked;
    const withRows = new Set(estimates.rows.map(({ measure }) => measure));
    const measures = this.instrument.measures.filter(({ id }) => withRows.has(id));
    const primary = measures.filter((measure) => measure.primary);
    this.measures = [...primary, ...measures.filter((measure) => !measure.primary)];
    this.primary = primary.length > 0 ? primary : measures.slice(0, 1);
  }

  /** Waves of a stream, oldest first. */
  waves(stream: Stream): readonly PublishedWave[] {
    return this.estimates.waves.filter((wave) => wave.stream === stream);
  }
  get streams(): readonly Stream[] {
    const other: Stream = this.headline === "invited" ? "open" : "invited";
    return this.waves(other).length > 0 ? [this.headline, other] : [this.headline];
  }
  get newest(): PublishedWave | undefined {
    return this.waves(this.headline).at(-1);
  }
  before(wave: PublishedWave): PublishedWave | undefined {
    const waves = this.waves(wave.stream);
    return waves[waves.indexOf(wave) - 1];
  }
  /** Waves whose results were due and did not come, oldest first. */
  get missed(): readonly CalendarEntry[] {
    return (this.published.calendar ?? []).filter(({ status }) => status === "missed");
  }
  row(wave: { wave: string; stream: Stream } | undefined, about: About): PublishedRow | undefined {
    return wave && this.byKey.get(text(wave.wave, wave.stream, about));
  }

  item(id: string): Item | undefined {
    return this.instrument.items.find((item) => item.id === id);
  }
  /** Answers of a measure of one item, in their order: values and labels. */
  options(measure: Measure): readonly { readonly value: string; readonly label: string; readonly ordered: boolean }[] {
    const item = measure.items.length === 1 ? this.item(measure.items[0] ?? "") : undefined;
    if (item?.type === "scale") {
      return (this.instrument.scales[item.scale]?.options ?? [])
        .toSorted((a, b) => a.value - b.value)
        .map(({ value, label }) => ({ value: String(value), label: this.text(label), ordered: true }));
    }
    if (item?.type !== "choice") return [];
    return item.options.map(({ value, label }) => ({ value, label: this.text(label), ordered: false }));
  }

  /** Published groups with their categories in the instrument's order. */
  get groups(): readonly { readonly id: string; readonly label: string; readonly categories: readonly Named[] }[] {
    const published = new Map<string, Set<string>>();
    for (const row of this.estimates.rows) {
      if (row.group === "all" || row.group === "mode" || row.group === "unflagged" || row.statistic === "gap") continue;
      const categories = published.get(row.group) ?? new Set();
      published.set(row.group, categories.add(row.category));
    }
    return [...published].map(([id, categories]) => ({
      id,
      label: this.groupName(id),
      categories: this.ordered(id, [...categories]).map((category) => ({
        id: category,
        label: this.categoryName(id, category),
      })),
    }));
  }

  /** Categories in the instrument's order, others after them. */
  ordered(group: string, categories: readonly string[]): readonly string[] {
    const declared = this.categoriesOf(group).map(({ id }) => id);
    const at = (category: string) => (declared.includes(category) ? declared.indexOf(category) : declared.length);
    return categories.toSorted((a, b) => at(a) - at(b));
  }
  groupName(group: string): string {
    return this.text(this.demographic(group)?.label) || group;
  }
  categoryName(group: string, category: string): string {
    const found = this.categoriesOf(group).find(({ id }) => id === category)?.label;
    return (found && this.text(found)) || this.areaName(category);
  }
  areaName(area: string): string {
    return this.published.areas.find(({ id }) => id === area)?.name ?? area;
  }
  text(of: Text | undefined): string {
    return textIn(of, this.language);
  }
  number(value: number): string {
    return this.numbers.format(value);
  }
  percent(value: number, of: Pick<ShownRow, "n">): string {
    return this.say("percent", { value: this.value(value, of) });
  }
  /** A share; one that is printed at the bound says that it is no more, or no less: `≤5%`. */
  share(row: Pick<ShownRow, "value" | "n" | "flag">): string {
    const sign = row.flag.split(" ").includes("bounded") ? (row.value < 50 ? "≤" : "≥") : "";
    return this.say("percent", { value: sign + this.value(row.value, row) });
  }
  /** A number of a row as it is printed: in tenths, `63.0` too, or in whole points, by how many answered. */
  value(value: number, { n }: Pick<ShownRow, "n">): string {
    return (n >= tenthsFrom ? this.tenths : this.numbers).format(value);
  }
  /** `57 to 65`. */
  interval(row: Pick<ShownRow, "ci_low" | "ci_high" | "n">): string {
    return this.say("from-to", { low: this.value(row.ci_low, row), high: this.value(row.ci_high, row) });
  }
  /** The heading over intervals: never one of a random sample over people who chose to take part. */
  get intervalName(): string {
    const random = this.newest === undefined || this.newest.samplingMode === "probability";
    return random || !this.sampling ? this.say("column-interval") : this.sampling.intervalName;
  }
  /** How sure a number is and over how many: `95% interval 57 to 65, n about 410`. */
  basis(row: Pick<ShownRow, "ci_low" | "ci_high" | "n">): string {
    return this.say("tile-interval", {
      name: this.intervalName,
      interval: this.interval(row),
      n: this.number(row.n),
    });
  }
  /** Who is in a stream, as its sample was drawn. */
  streamName(stream: Stream): string {
    const mode = this.waves(stream).at(-1)?.samplingMode;
    const usual = stream === "invited" ? "probability" : "nonprobability";
    return this.say(mode === usual ? `stream-${stream}` : `short-${stream}`);
  }
  /** Everybody's change of a measure against the same wave a year before, where there is one. */
  yearChange({ wave, stream }: { wave: string; stream: Stream }, measure: string): YearChange | undefined {
    return this.years.get(text(wave, stream, { measure }));
  }

  private demographic(id: string): Demographic | undefined {
    return this.instrument.demographics.find((demographic) => demographic.id === id);
  }
  /** A category without a label of its own is named like the answer it stands for. */
  private categoriesOf(group: string): readonly { readonly id: string; readonly label?: Text }[] {
    const demographic = this.demographic(group);
    const item = this.item(demographic?.item ?? "");
    const options = item?.type === "choice" || item?.type === "choices" ? item.options : [];
    const labelOf = (id: string) => options.find(({ value }) => value === id)?.label;
    const named = (id: string, label: Text | undefined) => (label ? { id, label } : { id });
    const declared = (demographic?.categories ?? []).map(({ id, label }) => named(id, label ?? labelOf(id)));
    return declared.length > 0 ? declared : options.map(({ value, label }) => ({ id: value, label }));
  }
}

/** From so many answers on numbers are printed in tenths (contract, section 4). */
const tenthsFrom = 400;

interface Named {
  readonly id: string;
  readonly label: string;
}

const nothingAsked: Instrument = {
  id: "none",
  title: {},
  languages: [],
  scales: {},
  items: [],
  measures: [],
  demographics: [],
};

function text(wave: string, stream: Stream, about: About): string {
  const { measure, area = "all", group = "all", category = "all", statistic = "mean100", option = "" } = about;
  return [wave, stream, area, group, category, measure, statistic, option].join("\n");
}
