import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { axeFaults } from "../axe-faults.ts";
import { openBrowser } from "../browser.ts";
import { contactSheet, type Look, looks, picture } from "./contact-sheet.ts";
import { type Walk, walksOf } from "./every-page.ts";
import { everyQuestion } from "./every-question.ts";
import { layoutFaults, schemes, widen, widths } from "./page-faults.ts";
import { day, minute, type ResidentHost, startResidentHost } from "./resident-host.ts";

/** `PAGES=all`: every page in every language, light and dark, at every width. Else a choice in which each meets each once. */
const isWhole = process.env.PAGES === "all";
/** `SCREENSHOTS=1` makes the sheets of pictures again that are kept for review. */
const output = process.env.SCREENSHOTS && fileURLToPath(new URL("./output", import.meta.url));
const languages = process.env.LANGUAGES?.split(",") ?? interfaceLanguages;

let host: ResidentHost;
let browser: Browser;
let walks: ReturnType<typeof walksOf>;
let wave: { readonly closes: number };
beforeAll(async () => {
  const change = { instrument: "every-question.json", receipts: true };
  const files = { "every-question.json": JSON.stringify(everyQuestion()) };
  [host, browser] = await Promise.all([startResidentHost(change, files, interfaceLanguages), openBrowser()]);
  wave = await host.openWave();
  const [kiosk, interviewer, paper] = await Promise.all(
    (["kiosk", "interviewer", "paper"] as const).map((mode) => host.addressFor(mode)),
  );
  walks = walksOf(host, { kiosk: kiosk!, interviewer: interviewer!, paper: paper! });
});
afterAll(async () => {
  for (const [{ look, language }, taken] of pictures)
    await contactSheet(browser, `${output}/pages-${look}-${language}.jpg`, taken);
  await Promise.all([browser?.close(), host?.close()]);
});

/** Pictures of the pages by the look they show. */
const pictures = new Map<Look, [stop: string, picture: Buffer][]>();

/** Looked at on every page by default, by axe too; the others on the pages with questions, for what is cut off or too small. */
const everywhere = ["ar"];

/** Where in the choice of schemes and widths the next page stands. */
let turn = 0;

async function faultsOf(page: Page, stop: string, language: string): Promise<string[]> {
  const found: string[] = [];
  const dense = ["interviewer", "paper", "paper-mistakes"].includes(stop);
  const chosen = turn++ % 8;
  let asked = false;
  for (const [at, width] of widths.entries()) {
    if (!isWhole && at > 0 && Math.floor(chosen / 2) !== at) continue;
    await widen(page, width);
    found.push(...(await layoutFaults(page, dense ? 23.9 : 43.9)).map((fault) => `${width} px: ${fault}`));
    for (const [scheme, colorScheme] of schemes.entries()) {
      // Neither structure nor colours change with the language; places and sizes do.
      if (!isWhole && (chosen !== at * 2 + scheme || !everywhere.includes(language))) continue;
      await page.emulateMedia({ colorScheme });
      found.push(
        ...(await axeFaults(page, asked ? "looks" : "all")).map((fault) => `${colorScheme}, ${width} px: ${fault}`),
      );
      asked = true;
    }
  }
  for (const look of output ? looks.filter((one) => one.language === language) : [])
    pictures.set(look, [...(pictures.get(look) ?? []), [stop, await picture(page, look)]]);
  return found;
}

/** @param stops only these, the last of them the end. */
async function follow(walk: Walk, language: string, stops?: readonly string[]): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, reducedMotion: "reduce" });
  try {
    for await (const [stop, page] of walk(context, language)) {
      if (stops?.includes(stop) ?? true)
        expect(await faultsOf(page, stop, language), `${stop} in ${language}`).toEqual([]);
      if (stop === stops?.at(-1)) break;
    }
  } finally {
    await context.close();
  }
}

test.each(languages)(
  "in %s nothing cut off, no target too small, nothing for axe to find where it looks",
  async (language) => {
    if (!isWhole && !output && !everywhere.includes(language))
      return follow(walks.stepped, language, ["start", "question", "languages", "several"]);
    for (const walk of [walks.stepped, walks.whole, walks.doors, walks.kiosk, walks.desk]) await follow(walk, language);
  },
  900_000,
);

test("the same while no wave is open", async () => {
  const during = wave.closes - day + 3 * minute;
  for (const language of languages) {
    if (isWhole || everywhere.includes(language)) await follow(walks.closed(during, wave.closes + day / 2), language);
    await follow(walks.between("finished"), language);
  }
}, 900_000);
