import type { Browser, Page } from "playwright-core";

/** How pages are looked at, and in which language: each a sheet of pictures that is kept for review. */
export const looks = [
  { look: "narrow", language: "en", width: 320, height: 640, media: { colorScheme: "light", forcedColors: "none" } },
  { look: "dark", language: "ar", width: 360, height: 640, media: { colorScheme: "dark", forcedColors: "none" } },
  { look: "forced", language: "pl", width: 360, height: 640, media: { colorScheme: "dark", forcedColors: "active" } },
  {
    look: "wide",
    language: "zh-Hans",
    width: 1280,
    height: 800,
    media: { colorScheme: "light", forcedColors: "none" },
  },
  // A window of 1280 by 1024 at 400 %.
  { look: "zoomed", language: "ar", width: 320, height: 256, media: { colorScheme: "light", forcedColors: "none" } },
] as const;
export type Look = (typeof looks)[number];

/** The page as it looks so; of an enlarged one what fills the window, else the whole. */
export async function picture(page: Page, { look, width, height, media }: Look): Promise<Buffer> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia(media);
  const taken = await page.screenshot({ fullPage: look !== "zoomed" });
  await page.emulateMedia({ forcedColors: "none" });
  return taken;
}

/** Pictures beside each other, each with its name, on one sheet; the lower part of long ones is left out. */
export async function contactSheet(
  browser: Browser,
  path: string,
  pictures: readonly (readonly [name: string, picture: Buffer])[],
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 600 } });
  const figures = pictures.map(
    ([name, taken]) =>
      `<figure><figcaption>${name}</figcaption><div><img src="data:image/png;base64,${taken.toString("base64")}"></div></figure>`,
  );
  await page.setContent(`<style>body{margin:8px;display:flex;flex-wrap:wrap;gap:12px;background:#bbb;font:14px sans-serif}
    figure{margin:0}div{max-height:700px;overflow:hidden}img{display:block;max-width:480px;zoom:.7}</style>${figures.join("")}`);
  await page.screenshot({ path, fullPage: true, type: "jpeg", quality: 60 });
  await page.close();
}
