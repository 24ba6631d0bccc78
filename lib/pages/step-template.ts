import { type Html, html } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import type { Link } from "../survey/link.ts";
import { promise } from "./promise.ts";
import { type PageWords, writtenWords } from "./script/page-words.ts";
import type { SkipRule } from "./script/shown.ts";

export interface StepsView {
  readonly say: Strings;
  readonly mode: Link["mode"];
  /** Empty where everybody is asked everything. */
  readonly rules: readonly SkipRule[];
  /** Of the questions. */
  readonly count: number;
  readonly secondsPerQuestion: number;
  /** Whether there is more than one to choose from. */
  readonly hasLanguages: boolean;
}

/** What the script puts into the page to show one question at a time, in the page's language. Without the script it is nothing. */
export function stepTemplate({ say, mode, rules, count, secondsPerQuestion, hasLanguages }: StepsView): Html {
  const places = { number: "%n", count: "%c" };
  const mostMinutes = Math.round((count * secondsPerQuestion) / 60);
  const words: PageWords = {
    start: say("start"),
    next: say("next"),
    progress: say("progress", places),
    answered: say("answered", places),
    sending: say("sending"),
    waiting: say("waiting"),
    carried: say("wave-changed"),
    left: [say("left-little"), ...Array.from({ length: mostMinutes }, (_, at) => say("left", { minutes: at + 1 }))],
    secondsPerQuestion,
  };
  return html`<template data-mode="${mode}" data-words="${writtenWords(words)}"${rules.length > 0 ? html` data-rules="${JSON.stringify(rules)}"` : ""}>
<progress aria-hidden="true"></progress>
${hasLanguages && html`<details class="tongues"><summary>${say("languages")}</summary></details>`}
<div class="last"><h2>${say("last-question")}</h2><p class="answered"></p></div>
<p class="state" role="status"></p>
<div class="moves"><button type="button" class="back">${say("back")}</button><button type="button" class="next"></button></div>
<details class="kept"><summary>${promise(say, "kept")}</summary><p>${promise(say, "kept-text")}</p><p><button type="button" class="forget">${say("delete-kept")}</button></p></details>
</template>
`;
}
