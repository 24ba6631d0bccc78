import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { renderSVG } from "uqr";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkSheet, type SheetView } from "../../lib/command/link-sheet.ts";
import { qrPng, quietModules } from "../../lib/command/qr-png.ts";
import { openBrowser } from "../browser.ts";

const decoder = createRequire(import.meta.url).resolve("jsqr");
const titles = {
  en: "Trust and safety in Riverton",
  ar: "الثقة والسلامة في ريفرتون",
  ja: "リバートンの信頼と安全",
  vi: "Lòng tin và sự an toàn ở Riverton",
};
const base = "https://survey.riverton.example/s/";
const printed = ["k7q2m9", "0a1b2c", "zzzzzz", "444444", "9x8y7w", "mnpqrs", "qrstvw"].map((id, at) => ({
  link: { id, department: "riverton", survey: "trust", place: at % 2 ? "Central Library" : null, mode: "web" as const },
  url: base + id,
}));
const surveys = [
  { department: "riverton", survey: "trust", title: titles, instrument: "core-1", timeZone: "America/Phoenix" },
];

let browser: Browser;
let page: Page;
let reader: Page;
beforeAll(async () => {
  browser = await openBrowser();
  [page, reader] = await Promise.all([browser.newPage({ deviceScaleFactor: 2 }), browser.newPage()]);
  await reader.addScriptTag({ path: decoder });
});
afterAll(() => browser.close());

/** What a reader of QR codes, not the one that made them, sees in a picture; undefined where there is none. */
async function readCode(type: string, picture: Uint8Array): Promise<string | undefined> {
  const address = `data:${type};base64,${Buffer.from(picture).toString("base64")}`;
  return await reader.evaluate<string | undefined>(`(async () => {
    const picture = new Image();
    picture.src = ${JSON.stringify(address)};
    await picture.decode();
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    return jsQR(canvas.getImageData(0, 0, width, height).data, width, height)?.data;
  })()`);
}

const texts = [`${base}k7q2m9`, "http://127.0.0.1:4000/s/zzzzzz", `https://${"long.".repeat(20)}example/s/0a1b2c`];
test.each(texts)("the PNG of %s is read back", async (text) => {
  expect(await readCode("image/png", qrPng(text))).toBe(text);
});
test.each(texts)("the SVG of %s is read back", async (text) => {
  const svg = renderSVG(text, { ecc: "M", border: quietModules });
  expect(await readCode("image/svg+xml", Buffer.from(svg))).toBe(text);
});

describe.each([
  ["A4", 8.27, 11.69],
  ["letter", 8.5, 11],
] as const)("the sheet on %s", (size, wide, high) => {
  const pages = Object.keys(titles).length * 2;

  test("has as many pages as it needs, and fits them", async () => {
    await page.setContent(linkSheet({ printed, surveys, size }));
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(pages);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!;
    expect([Number(width) / 72, Number(height) / 72]).toEqual([expect.closeTo(wide, 1), expect.closeTo(high, 1)]);
  });

  test.each(Object.entries(titles))(
    "in %s: every code leads to the address beside it, and no card is cut off",
    async (language, title) => {
      await page.setViewportSize({ width: Math.round((wide - 0.787) * 96), height: Math.round((high - 0.787) * 96) });
      await page.emulateMedia({ media: "print" });
      await page.setContent(linkSheet({ printed, surveys, size, language }));
      expect(await page.locator(".page").first().getAttribute("dir")).toBe(language === "ar" ? "rtl" : "ltr");
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      const cards = await page.locator("article").all();
      expect(cards).toHaveLength(printed.length);
      for (const [at, card] of cards.entries()) {
        expect(await card.locator("h2").textContent()).toBe(title);
        expect(
          await card.evaluate(
            (box: { scrollHeight: number; clientHeight: number }) => box.scrollHeight - box.clientHeight,
          ),
        ).toBe(0);
        const { url } = printed[at]!;
        expect(await card.locator(".address").textContent()).toBe(url.slice("https://".length));
        if (at === 0 || at === 6) expect(await readCode("image/png", await card.screenshot())).toBe(url);
      }
      if (!process.env.SCREENSHOTS) return;
      await mkdir(process.env.SCREENSHOTS, { recursive: true });
      const path = join(process.env.SCREENSHOTS, `links-${size}-${language}.png`);
      await page.locator(".page").first().screenshot({ path });
    },
  );
});

test("a long address and a long title stay on their card", async () => {
  const long = {
    ...surveys[0]!,
    title: { en: "How safe people feel in the City and County of Riverton, and how they see their police department" },
  };
  const url = "https://community-survey.public-safety.riverton-county.example.org/s/k7q2m9";
  const view: SheetView = { printed: printed.map(({ link }) => ({ link, url })), surveys: [long], size: "letter" };
  await page.emulateMedia({ media: "print" });
  await page.setContent(linkSheet(view));
  for (const card of await page.locator("article").all()) {
    expect(
      await card.evaluate((box: { scrollHeight: number; clientHeight: number }) => box.scrollHeight - box.clientHeight),
    ).toBe(0);
    expect(
      await card.evaluate((box: { scrollWidth: number; clientWidth: number }) => box.scrollWidth - box.clientWidth),
    ).toBe(0);
  }
  expect(await readCode("image/png", await page.locator("article").first().screenshot())).toBe(url);
  if (process.env.SCREENSHOTS)
    await page
      .locator(".page")
      .first()
      .screenshot({ path: join(process.env.SCREENSHOTS, "links-long.png") });
});

test("the picture of a code is small", () => {
  expect(qrPng(texts[0]!).length).toBeLessThan(2_000);
});
