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
  const n = row?.n ?? 0;
  const number = (value: number | null | undefined) => results.value(Math.abs(value ?? 0), { n });
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

/** A change with its interval, each with its sign: `+3 (−1 to +7)`; nothing where there is none. @param of whose n decides about tenths */
export function changeWords(
  results: Results,
  { change, change_low, change_high }: Pick<PublishedRow, "change" | "change_low" | "change_high">,
  of: { readonly n: number },
): { readonly change: string; readonly interval: string } | undefined {
  if (change === null || change_low === null || change_high === null) return undefined;
  const signed = (value: number) =>
    value > 0 ? `+${results.value(value, of)}` : results.value(value, of).replace("-", "−");
  return {
    change: signed(change),
    interval: results.say("from-to", { low: signed(change_low), high: signed(change_high) }),
  };
}
