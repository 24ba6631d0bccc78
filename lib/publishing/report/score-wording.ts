import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Results } from "./results.ts";

/** The questions of a score as they were asked, in their order. */
export function wordingOf(results: Results, { items }: Measure): readonly string[] {
  return items.map((id) => results.item(id)).flatMap((item) => (item ? [results.text(item.text)] : []));
}

/** What a score consists of: its question, or how many there are. */
export function scoreOf(results: Results, measure: Measure): string {
  const asked = wordingOf(results, measure);
  return (asked.length === 1 && asked[0]) || results.say("of-questions", { count: asked.length });
}

export function wordingList(results: Results, measure: Measure): Html {
  return html`<ul class="items">${wordingOf(results, measure).map((question) => html`<li><bdi>${question}</bdi></li>`)}</ul>`;
}

/** Below a number: what was asked. A mean of several questions says every one of them, or nobody knows what it is a mean of. */
export function askedBelow(results: Results, measure: Measure): Html {
  return html`<p class="quiet"><bdi>${scoreOf(results, measure)}</bdi></p>${measure.items.length > 1 ? wordingList(results, measure) : ""}`;
}

/** The wording of all questions, score by score. */
export function wordingByScore(results: Results): Html {
  return html`<dl class="wording">${results.instrument.measures.map((measure) => html`<div><dt>${results.text(measure.label)}</dt><dd>${wordingList(results, measure)}</dd></div>`)}</dl>`;
}

/** Scores that hang together because a question is in more than one of them, each group by its names. */
export function sharedQuestions(results: Results): readonly (readonly string[])[] {
  const groups: Measure[][] = [];
  for (const measure of results.measures) {
    const isShared = (other: Measure) => other.items.some((item) => measure.items.includes(item));
    const joined = groups.filter((group) => group.some(isShared));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), measure]);
  }
  return groups.filter(({ length }) => length > 1).map((group) => group.map(({ label }) => results.text(label)));
}
