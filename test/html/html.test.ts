import fc from "fast-check";
import { expect, test } from "vitest";
import { html, raw } from "../../lib/html/html.ts";

fc.configureGlobal({ seed: 31 });

test("no text gets out of an element or a quoted attribute", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(String(html`${text}`)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [html`<p>${"<script>"}</p>`, "<p>&lt;script&gt;</p>"],
  [html`<a title="${`" onclick='x'`}">`, '<a title="&quot; onclick=&#39;x&#39;">'],
  [html`${html`<b>${"&"}</b>`}`, "<b>&amp;</b>"],
  [html`${["<", html`<i>`, ["&", 1]]}`, "&lt;<i>&amp;1"],
  [html`${undefined}${false}${0}${""}`, "0"],
  [html`<style>${raw("a > b {}")}</style>`, "<style>a > b {}</style>"],
])("%s", (made, expected) => {
  expect(String(made)).toBe(expected);
});
