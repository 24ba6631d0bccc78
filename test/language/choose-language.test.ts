import { expect, test } from "vitest";
import { chooseLanguage } from "../../lib/language/choose-language.ts";

test.each([
  ["es", undefined, ["en", "es"], "es"],
  ["fr", "es", ["en", "es"], "es"],
  [undefined, "fr;q=0.9, es-MX, en;q=0.1", ["en", "es"], "es"],
  [undefined, "en;q=0.1,es;q=0.8", ["en", "es"], "es"],
  [undefined, "es;q=0", ["en", "es"], "en"],
  [undefined, "zh", ["en", "zh-Hans"], "zh-Hans"],
  ["ZH-hans", undefined, ["en", "zh-Hans"], "zh-Hans"],
  [undefined, undefined, ["es", "en"], "es"],
  ["e", "*", ["en", "es"], "en"],
  ["<script>", "en'\"<", ["es"], "es"],
  [undefined, ",;q=,".repeat(5000), ["en"], "en"],
])("asked for %s with %s, of %s: %s", (asked, accepts, offered, expected) => {
  expect(chooseLanguage(asked, accepts?.slice(0, 9000), offered)).toBe(expected);
});
