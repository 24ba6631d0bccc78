import type { PublishedRow, PublishedWave } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { ResultMessage } from "../../language/result-strings.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Results } from "./results.ts";
import { waveName } from "./wave-name.ts";

type Verdict = "up" | "down" | "no-detectable-change" | "too-few" | "series-break" | "first" | "none" | "withheld";

const signs: Readonly<Record<Verdict, string>> = {
  up: "▲",
  down: "▼",
  "no-detectable-change": "≈",
  "too-few": "?",
  "series-break": "∥",
  first: "•",
  none: "•",
  withheld: "–",
};

/** What may be said of a number against the wave before: a change only where the row's verdict claims one. */
export function verdictOf(results: Results, wave: PublishedWave, row: PublishedRow | undefined): Verdict {
  if (row?.suppressed !== "") return "withheld";
  if (row.change_verdict !== "") return row.change_verdict;
  return results.before(wave) ? "none" : "first";
}

/** One sentence about a measure in a wave; the headline of the page and the alternative text of its chart. */
export function verdictSentence(
  results: Results,
  wave: PublishedWave,
  measure: Measure,
  row = results.row(wave, { measure: measure.id }),
): string {
  const before = results.before(wave);
  const { timeZone } = results.published.department;
  const verdict = verdictOf(results, wave, row);
  const number = (value: number | null | undefined) => results.number(Math.abs(value ?? 0));
  return results.say(`headline-${verdict}`, {
    measure: results.text(measure.label),
    value: number(row?.value),
    change: number(row?.change),
    detectable: number(row?.detectable_change),
    from: before ? waveName(before, results.language, timeZone) : "",
    wave: waveName(wave, results.language, timeZone),
  });
}

export function verdictSign(verdict: Verdict): Html {
  return html`<span class="sign ${verdict}" aria-hidden="true">${signs[verdict]}</span>`;
}

/** Sign and words, never colour alone. */
export function verdictBadge(results: Results, verdict: Verdict): Html {
  const key: ResultMessage = `verdict-${verdict}`;
  return html`<span class="verdict ${verdict}">${verdictSign(verdict)} ${results.say(key)}</span>`;
}
