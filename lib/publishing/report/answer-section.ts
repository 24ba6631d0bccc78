import type { ShownRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import type { Results } from "./results.ts";
import { isShown, unansweredSentence } from "./unanswered.ts";

/** What people answered, option by option, in the newest wave: one bar per question, its numbers beside it. */
export function answerSection(results: Results, data: DataFolder): Html {
  const { say, newest } = results;
  const bars = results.measures.flatMap((measure) => {
    const options = results.options(measure);
    return newest && options.length > 1 ? [bar(results, measure, options)] : [];
  });
  if (bars.length === 0) return html``;
  return html`<section id="answers"><h2>${say("answers")}</h2><p class="lead">${say("answers-lead")}</p>${bars}${downloads(results, data, "figure-answers.csv")}</section>`;
}

function bar(results: Results, measure: Measure, options: ReturnType<Results["options"]>): Html {
  const { say, newest } = results;
  const rows = options.map((option) => ({
    ...option,
    row: results.row(newest, { measure: measure.id, statistic: "percent", option: option.value }),
  }));
  const shown = rows.flatMap(({ row, ...option }, at) => (isShown(row) ? [{ ...option, row, at }] : []));
  const question = results.text(results.item(measure.items[0] ?? "")?.text);
  const heading = html`<figcaption><h3><bdi>${question}</bdi></h3></figcaption>`;
  if (shown.length < rows.length) {
    const found = rows.map(({ row }) => row?.suppressed ?? "not-asked");
    const reason = reasons.find((one) => found.includes(one)) ?? "unreliable";
    return html`<figure class="answers">${heading}<p class="track hatched withheld-bar">${say(`suppressed-${reason}`)}</p></figure>`;
  }
  const ordered = options.every((option) => option.ordered);
  const step = (at: number) => (ordered ? Math.round((at * 4) / Math.max(1, options.length - 1)) : at % 5);
  return html`<figure class="answers">${heading}<div class="stack ${ordered ? "ordered" : "named"}" aria-hidden="true">${shown.map(({ row, at }) => html`<span class="s${step(at)}" style="flex-grow:${Math.max(0.5, row.value)}">${row.value >= 7 ? `${results.number(Math.round(row.value))}` : ""}</span>`)}</div>
<table class="keys ${ordered ? "ordered" : "named"}"><caption class="hidden">${question}</caption><thead class="hidden"><tr><th scope="col">${say("column-answer")}</th><th scope="col">${say("column-percent")}</th><th scope="col">${results.intervalName}</th></tr></thead><tbody>${shown.map(({ label, row, at }) => html`<tr><th scope="row"><span class="swatch s${step(at)}" aria-hidden="true"></span>${label}</th><td class="number end">${results.share(row)}</td><td class="number quiet">${results.interval(row)}</td></tr>`)}</tbody></table>${base(results, measure, shown[0]?.row)}</figure>`;
}

/** How many answered, and how many would not say. */
function base(results: Results, measure: Measure, row: ShownRow | undefined): Html {
  const answered = results.say("base", { n: results.number(row?.n ?? 0) });
  return html`<p class="base">${`${answered} ${unansweredSentence(results, measure)}`.trim()}</p>`;
}

/** Why a bar is not drawn: what is said where several answers are withheld for different reasons. */
const reasons = ["too-few", "unreliable", "protects-another", "not-asked"] as const;
