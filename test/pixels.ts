import type { Page } from "playwright-core";

/** Points of the window, in CSS pixels, and the colours that are drawn there, as `r,g,b`. */
export async function coloursAt(page: Page, points: readonly (readonly [x: number, y: number])[]): Promise<string[]> {
  const picture = (await page.screenshot({ scale: "css" })).toString("base64");
  return page.evaluate<string[]>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${picture}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return ${JSON.stringify(points)}.map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)].join());
  })()`);
}
