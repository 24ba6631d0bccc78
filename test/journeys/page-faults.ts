import type { Page } from "playwright-core";

export const widths = [320, 360, 768, 1280] as const;
export const schemes = ["light", "dark"] as const;
export type Width = (typeof widths)[number];
export type Scheme = (typeof schemes)[number];

/** Sets the width, in a window as high as a phone's or a desk's. */
export const widen = (page: Page, width: Width): Promise<void> =>
  page.setViewportSize({ width, height: width < 700 ? 640 : 800 });

/** What has to hold at every width, text spacing of readers' own included (WCAG 1.4.10, 1.4.12, 2.5.8): measured in the page. */
export async function layoutFaults(page: Page, least = 43.9): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const found = [];
    const look = (when) => {
      const wide = document.documentElement.scrollWidth - innerWidth;
      if (wide > 0) found.push(wide + " px too wide" + when);
      for (const one of document.querySelectorAll("main *, header *, footer *")) {
        if (one.closest(".default, .trap, svg, select") || !one.checkVisibility()) continue;
        const { left, right } = one.getBoundingClientRect();
        const isBox = one.matches("button, .button, label, legend, summary, .panel, .errors, .banner, .options, h1, h2, p");
        if (left < -0.5 || right > innerWidth + 0.5 || (isBox && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0))
          found.push("cut off" + when + ": " + one.outerHTML.slice(0, 200));
      }
    };
    look("");
    for (const one of document.querySelectorAll("fieldset label, button:not(.default), summary, .button, select, [type=text]:not(.trap *)"))
      if (one.checkVisibility() && one.getBoundingClientRect().height < ${least}) found.push("lower than ${least} px: " + one.outerHTML);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}");
    document.adoptedStyleSheets = [sheet];
    look(" with wide text spacing");
    document.adoptedStyleSheets = [];
    return found;
  })()`);
}
