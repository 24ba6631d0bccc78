import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { style } from "../../lib/pages/style.ts";
import { type SurveyPageView, surveyPage } from "../../lib/pages/survey-page.ts";
import { surveyScript } from "../../lib/pages/survey-script.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { questions } from "../../lib/survey/questions.ts";
import { areas, core1, department, link, survey, version, wave } from "../functions/resident-town.ts";
import { everyType } from "./every-type.ts";

const view: SurveyPageView = {
  language: "en",
  department,
  survey,
  areas,
  instrument: core1,
  version,
  wave,
  link,
  submission: "5f".repeat(16),
  token: "mjuvpn40.9c0e",
  given: new URLSearchParams(),
  refused: [],
};
const htmlOf = (changes: Partial<SurveyPageView> = {}): string => surveyPage({ ...view, ...changes }).html;

/** The consent text of a page. */
const consentOf = (html: string): string =>
  /<section class="panel">(.*?)<\/section>/s
    .exec(html)![1]!
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const everyLanguage = builtInInstrument("core-1", interfaceLanguages)!;

test.each(interfaceLanguages)(
  "in %s the page weighs at most 9,400 bytes, script and everything else included",
  (language) => {
    const spoken = { ...department, languages: interfaceLanguages };
    const { html } = surveyPage({ ...view, department: spoken, instrument: everyLanguage, language });
    expect(html).toContain('<script type="module">');
    // The budget is 14,000, one TCP window; it stands at 9,400 so that nothing creeps in.
    expect(brotliCompressSync(html).length).toBeLessThanOrEqual(9400);
    expect(html).not.toMatch(/<link rel="stylesheet"|@import|url\(|src=/);
  },
);

test("nothing beside the script weighs more than its peers: 5,000 bytes without, and the style is 5,600 letters", () => {
  const { html } = surveyPage(view);
  expect(brotliCompressSync(html.replace(surveyScript("plain"), "")).length).toBeLessThanOrEqual(5000);
  expect(style.length).toBeLessThanOrEqual(5600);
});

test.each(["en", "es"])(
  "in %s the first screen says who asks, why, how long, what is stored and who sees it, in 90 words",
  (language) => {
    const consent = consentOf(htmlOf({ language }));
    expect(consent.split(/\s+/).length).toBeLessThanOrEqual(90);
    expect(consent).toContain(language === "en" ? "The City of Riverton" : "La Ciudad de Riverton");
    expect(consent).toContain(language === "en" ? "June 28, 2026" : "28 de junio de 2026");
    expect(consent).toContain("3 minut");
    expect(consent).toContain("/results/riverton/trust/");
    const html = htmlOf({ language });
    expect(html.indexOf("<section")).toBeLessThan(html.indexOf("<fieldset"));
    expect(html).toContain("survey@riverton.example");
  },
);

test("the helpline of a survey is at the foot of its pages, in the language of the page, as text", () => {
  const helpline = { en: "988 Lifeline: call or text 988 <b>", es: "Línea 988: llame al 988" };
  expect(htmlOf({ survey: { ...survey, helpline } })).toContain(
    "<p><bdi>988 Lifeline: call or text 988 &lt;b&gt;</bdi></p></footer>",
  );
  expect(htmlOf({ survey: { ...survey, helpline }, language: "es" })).toContain("<bdi>Línea 988: llame al 988</bdi>");
  expect(htmlOf()).not.toContain("<bdi></bdi>");
});

test("beside the button that sends stands how to withdraw, and until when", () => {
  expect(htmlOf()).toMatch(/To withdraw, close this page without sending\..*<\/p>\s*<button class="send">/);
});

test("every question is a group with its text as legend, its answers, and what it offers instead", () => {
  const html = htmlOf();
  const fieldsets = html.match(/<fieldset.*?<\/fieldset>/gs)!;
  expect(fieldsets).toHaveLength(questions(core1).length);
  for (const [at, question] of questions(core1).entries()) {
    const fieldset = fieldsets[at]!;
    expect(fieldset).toContain(`<legend><small>${at + 1} of 20</small>${question.text.en}`);
    const values = [...fieldset.matchAll(/<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"/g)];
    expect(values.every(([, name]) => name === question.id)).toBe(true);
    const offered = values.map(([, , value]) => value).filter((value) => value === "dk" || value === "ref");
    expect(offered).toEqual(question.offers);
  }
});

test.each([
  ["core-1", core1],
  ["one item of every type", everyType],
] as const)("nothing is chosen beforehand: %s", (_, instrument: Instrument) => {
  expect(htmlOf({ instrument })).not.toMatch(/ checked| selected|<textarea[^>]*>\s*[^\s<]/);
});

test("whatever came back is kept, whatever type of item it answers", () => {
  const given = new URLSearchParams([
    ["mood", "2"],
    ["colour", "red"],
    ["pets", "cat"],
    ["pets", "dog"],
    ["years", "seven"],
    ["words", "\n<b>two</b>\nlines & more"],
    ["area", "south"],
    ["_code", 'K7"Q2'],
  ]);
  const html = htmlOf({
    instrument: everyType,
    given,
    survey: { ...survey, samplingMode: { invited: "probability" } },
  });
  expect(html.match(/value="(2|red|cat|dog|south)"[^>]* (checked|selected)/g)).toHaveLength(5);
  expect(html).toContain('value="seven"');
  expect(html).toContain(">\n\n&lt;b&gt;two&lt;/b&gt;\nlines &amp; more</textarea>");
  expect(html).toContain('value="K7&quot;Q2"');
});

const payloads = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onfocus=alert(1) autofocus='",
  "</style><script>alert(1)</script>",
  "javascript:alert(1)",
  "{{7*7}}",
  "&lt;script&gt;",
  "\u2028</textarea><svg onload=alert(1)>",
];

/** Names of elements and attributes of a page, in order: what a payload may not add to. */
const skeleton = (html: string): string[] =>
  [...html.matchAll(/<([a-z0-9]+)|\s([a-z-]+)="/g)].map(([, element, attribute]) => element ?? `@${attribute}`);

test.each(payloads)("%s is text wherever it stands", (payload) => {
  const texts = { en: payload };
  const withTexts = (text: (original: Record<string, string>) => Record<string, string>): Partial<SurveyPageView> => ({
    department: { ...department, name: text(department.name), contact: text(department.contact!) },
    survey: {
      ...survey,
      title: text(survey.title),
      sponsor: text(survey.sponsor),
      samplingMode: { invited: "probability" },
    },
    areas: areas.map((area) => ({ ...area, name: text({ en: area.name }).en! })),
    instrument: {
      ...everyType,
      items: everyType.items.map((item) => ({
        ...item,
        text: text(item.text),
        ...(item.hint && { hint: text(item.hint) }),
        ...("options" in item && { options: item.options.map((option) => ({ ...option, label: text(option.label) })) }),
      })) as Instrument["items"],
      scales: {
        moods: { options: everyType.scales.moods!.options.map((option) => ({ ...option, label: text(option.label) })) },
      },
    },
  });
  const given = (value: string) =>
    new URLSearchParams(
      ["mood", "colour", "pets", "years", "words", "area", "_code", "_website"].map((name): [string, string] => [
        name,
        value,
      ]),
    );
  const harmless = htmlOf({ ...withTexts((original) => original), given: given("x"), token: "x", submission: "x" });
  const attacked = htmlOf({ ...withTexts(() => texts), given: given(payload), token: payload, submission: payload });
  expect(skeleton(attacked)).toEqual(skeleton(harmless));
  expect(attacked.replace(surveyScript("branching"), "")).not.toMatch(/<script>|<img|<svg onload/);
});

test("an area list longer than a screen opens instead", () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ id: `a${at}`, name: `Area ${at}` }));
  expect(htmlOf({ areas: many })).toContain('<select id="area" name="area"');
  expect(htmlOf()).not.toContain("<select");
  expect(htmlOf({ areas: [] })).not.toContain('id="area-question"');
});
