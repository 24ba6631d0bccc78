import { type Html, html } from "../../html/html.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";
import { dayName, waveName } from "./wave-name.ts";

/** A release as the results pages list it. */
export interface ListedRelease {
  readonly release: string;
  /** ISO instant. */
  readonly published: string;
  readonly href: string;
  /** Waves that it shows for the first time, by id. */
  readonly added: readonly string[];
  /** Waves that it prints once more because answers came late, by id. */
  readonly again: readonly string[];
  readonly supersedes: string | null;
  /** Its files are gone; what is left says why. */
  readonly removed: boolean;
}

/** Every release with what changed, newest first, and among them every one that was due and did not come. */
export function releaseTable(results: Results, releases: readonly ListedRelease[]): Html {
  const { say } = results;
  const oldest = releases.at(-1)?.published ?? "";
  const lines = [
    ...releases.map((release) => ({ at: release.published, line: releaseRow(results, release) })),
    ...results.missed
      .filter(({ due }) => due >= oldest)
      .map((entry) => ({ at: entry.due, line: missedRow(results, entry) })),
  ].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return scroller(
    say("release-list"),
    html`<table class="releases"><thead><tr><th scope="col">${say("column-released")}</th><th scope="col">${say("column-brought")}</th><th scope="col">${say("column-release")}</th></tr></thead><tbody>${lines.map(({ line }) => line)}</tbody></table>`,
  );
}

/** For people who want to be told. */
export function feedLink({ say }: Results, feed: string | undefined): Html {
  return feed === undefined ? html`` : html`<p><a href="${feed}">${say("feed")}</a></p>`;
}

function releaseRow(results: Results, listed: ListedRelease): Html {
  const { say, language } = results;
  const { release, published, href, added, again, supersedes, removed } = listed;
  const names = (waves: readonly string[]) => waves.map((wave) => nameOf(results, wave)).join(", ");
  const changes = [
    ...(added.length > 0 ? [html`<li>${say("brought-new", { list: names(added) })}</li>`] : []),
    ...(again.length > 0 ? [html`<li>${say("brought-again", { list: names(again) })}</li>`] : []),
    ...(supersedes === null ? [] : [html`<li>${say("supersedes", { release: supersedes })}</li>`]),
    ...(removed ? [html`<li>${say("release-removed")}</li>`] : []),
  ];
  const file = removed ? "tombstone.json" : "report.html";
  return html`<tr><th scope="row">${dayName(published, language)}</th><td><ul>${changes}</ul></td><td><a href="${href}${file}"><bdi>${release}</bdi></a></td></tr>`;
}

function missedRow(results: Results, entry: CalendarEntry): Html {
  const { say, language } = results;
  const date = dayName(entry.due, language);
  return html`<tr class="missed"><th scope="row"><span class="sign" aria-hidden="true">⊘</span> ${say("not-released")}</th><td colspan="2">${say("missed-note", { wave: nameOf(results, entry.wave), date })}</td></tr>`;
}

/** A wave by its months, where it is known. */
export function nameOf({ estimates, published, language }: Results, id: string): string {
  const known = [...estimates.waves, ...(published.calendar ?? [])].find(({ wave }) => wave === id);
  return known ? waveName(known, language, published.department.timeZone) : id;
}

/** What is due next, and, where the newest results are overdue, that they are. */
export function expectation(results: Results): Html {
  const { say, language, missed, newest, published } = results;
  const overdue = missed.findLast(({ opens }) => !newest || opens > newest.opens);
  const next = published.calendar?.find(({ status }) => status === "expected");
  if (published.calendar === undefined) return html``;
  const values = (entry: CalendarEntry) => ({
    wave: nameOf(results, entry.wave),
    date: dayName(entry.due, language),
  });
  return html`${overdue ? html`<p class="overdue"><span class="sign" aria-hidden="true">⊘</span> ${say("missed-note", values(overdue))}</p>` : ""}<p class="next">${next ? say("next-release", values(next)) : say("no-next-release")}</p>`;
}
