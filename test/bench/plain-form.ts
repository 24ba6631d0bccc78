import { html } from "../../lib/html/html.ts";
import { strings } from "../../lib/language/strings.ts";
import { inLanguage } from "../../lib/pages/in-language.ts";
import type { Area } from "../../lib/survey/department.ts";
import type { Instrument, Question } from "../../lib/survey/instrument.ts";
import { questions } from "../../lib/survey/questions.ts";

/**
 * What somebody would write by hand for the same questions: every text and option in the language, fieldsets and radios, a style
 * of three lines, no script. Nothing is explained, kept, checked or chosen.
 * @returns a whole document
 */
export function plainForm(instrument: Instrument, areas: readonly Area[], title: string, language: string): string {
  const say = strings(language);
  const options = (question: Question): readonly (readonly [value: string | number, label: string])[] => {
    if (question.type === "area") return areas.map(({ id, name }) => [id, name]);
    if (question.type !== "scale" && question.type !== "choice" && question.type !== "choices") return [];
    const all = question.type === "scale" ? (instrument.scales[question.scale]?.options ?? []) : question.options;
    return all.map(({ value, label }) => [value, inLanguage(label, language)]);
  };
  const apart = { dk: say("dont-know"), ref: say("prefer-not") };
  const fieldset = (question: Question) => {
    const type = question.type === "choices" ? "checkbox" : "radio";
    const all = [...options(question), ...(question.offers ?? []).map((code) => [code, apart[code]] as const)];
    return html`<fieldset><legend>${inLanguage(question.text, language)}</legend>
${all.map(([value, label]) => html`<label><input type="${type}" name="${question.id}" value="${value}"> ${label}</label>\n`)}</fieldset>
`;
  };
  return String(html`<!doctype html>
<html lang="${language}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem }
fieldset { margin: 1rem 0 }
label { display: block; padding: .5rem 0 }
</style>
</head>
<body>
<h1>${title}</h1>
<form method="post">
${questions(instrument).map(fieldset)}<button>${say("send")}</button>
</form>
</body>
</html>
`);
}
