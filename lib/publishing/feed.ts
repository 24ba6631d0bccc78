import type { ProtectedEstimates, PublishedWave } from "../disclosure/protected-estimates.ts";
import { type Html, html, raw } from "../html/html.ts";
import type { Language, Measure } from "../survey/instrument.ts";
import type { PublishedSurvey } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";
import { type ListedRelease, nameOf } from "./report/release-table.ts";
import { Results } from "./report/results.ts";
import { verdictSentence } from "./report/verdict.ts";
import { dayName } from "./report/wave-name.ts";
import { waveNews } from "./report/wave-news.ts";
import { xmlText } from "./xml-text.ts";

/** Readers keep what they have read; so many entries are enough for who comes back after years. */
const mostEntries = 50;

export interface FeedPlace {
  readonly language: Language;
  /** Folder of the survey's results in that language, with its last slash and without its first. */
  readonly folder: string;
  /** The public address of the installation, where it is known; without one addresses begin with a slash. */
  readonly publicUrl?: string | undefined;
}

/**
 * `feed.xml` (Atom, RFC 4287) beside the results: an entry for every release with what may be said of it, and one for each that was
 * due and did not come, the newest first. Whoever subscribes hears of a change when a verdict claims one, never that a number moved.
 * @param releases nothing is made before the first
 */
export function feedFile(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  releases: readonly ListedRelease[],
  { language, folder, publicUrl }: FeedPlace,
): readonly ReleaseFile[] {
  if (releases.length === 0) return [];
  const results = new Results(estimates, published, language);
  const { department, survey } = published;
  const address = (path: string): string => (publicUrl === undefined ? path : new URL(path, publicUrl).href);
  // Neither a reader nor a new public address may take an entry for another one, so no name depends on where it lies.
  const id = (name: string) => `tag:mutual-trust.invalid,2026:${department.id}/${survey.id}/${language}/${name}`;
  const page = address(`/${folder}`);
  const entries = [
    ...releases.map((release) => ({ id: id(release.release), ...releaseEntry(results, release) })),
    ...results.missed.map((entry) => ({
      id: id(`missed/${entry.wave}`),
      at: entry.due,
      title: results.say("missed-note", { wave: nameOf(results, entry.wave), date: dayName(entry.due, language) }),
      lines: [],
    })),
  ]
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, mostEntries);
  const text = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<title>${results.text(survey.title)} – ${results.text(department.name)}</title>${department.demo ? html`\n<subtitle>${results.say("demo")} ${results.say("demo-text")}</subtitle>` : ""}
<id>${id("feed")}</id>
<updated>${entries[0]?.at}</updated>
<author><name>${results.text(department.name)}</name></author>
<rights>${survey.licence}</rights>
<link rel="self" type="application/atom+xml" href="${page}feed.xml"/>
<link rel="alternate" type="text/html" href="${page}"/>
${entries.map((entry) => html`<entry>\n<title>${entry.title}</title>\n<id>${entry.id}</id>\n<published>${entry.at}</published>\n<updated>${entry.at}</updated>\n<link rel="alternate" type="text/html" href="${page}"/>\n${content(entry.lines)}</entry>\n`)}</feed>
`;
  return [textFile(`${folder}feed.xml`, "application/atom+xml", xmlText(String(text)))];
}

const content = (lines: readonly string[]): Html =>
  lines.length === 0
    ? html``
    : html`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div></content>\n`;

interface Entry {
  /** ISO instant. */
  readonly at: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The headline of the newest wave that a release brought, its numbers with interval and n, what is news, and what it holds. */
function releaseEntry(results: Results, release: ListedRelease): Entry {
  const { say, primary, headline } = results;
  const { published: at, added, again, supersedes, removed } = release;
  const name = `${say("column-release")} ${release.release}`;
  if (removed) return { at, title: name, lines: [say("release-removed")] };
  const wave = results.waves(headline).findLast((one) => added.includes(one.wave) || again.includes(one.wave));
  const names = (waves: readonly string[]) => waves.map((one) => nameOf(results, one)).join(", ");
  const [first] = primary;
  const news = wave ? waveNews(results, wave).filter((one) => !primary.some(({ id }) => id === one.measure)) : [];
  return {
    at,
    title: wave && first ? verdictSentence(results, wave, first) : name,
    lines: [
      ...(wave ? primary.map((measure) => numbers(results, wave, measure)) : []),
      ...(wave && results.sampling ? [results.sampling.recruited] : []),
      ...news.map(({ sentence }) => sentence),
      ...(added.length > 0 ? [say("brought-new", { list: names(added) })] : []),
      ...(again.length > 0 ? [say("brought-again", { list: names(again) })] : []),
      ...(supersedes === null ? [] : [say("supersedes", { release: supersedes })]),
      name,
    ],
  };
}

function numbers(results: Results, wave: PublishedWave, measure: Measure): string {
  const row = results.row(wave, { measure: measure.id });
  const sentence = verdictSentence(results, wave, measure);
  if (row?.suppressed !== "") return sentence;
  return `${sentence} (${results.basis(row)})`;
}
