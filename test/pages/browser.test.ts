import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { home } from "../../functions/home/home.ts";
import { submitDoor } from "../../functions/submit-response/door.ts";
import { surveyPage } from "../../functions/survey-page/survey-page.ts";
import { decodeAnswers } from "../../lib/survey/canonical-answers.ts";
import { instrumentHash } from "../../lib/survey/parse-instrument.ts";
import { axeFaults } from "../axe-faults.ts";
import { openBrowser } from "../browser.ts";
import {
  answerOf,
  closes,
  core1,
  during,
  eventOf,
  formEvent,
  link,
  residentTown,
  sha256,
  type Town,
  wave,
} from "../functions/resident-town.ts";
import { everyType } from "./every-type.ts";

let town: Town;
let browser: Browser;
/** The event's time: tests move it. */
let now = during;
beforeAll(async () => {
  [town, browser] = await Promise.all([residentTown(), openBrowser()]);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  await Promise.all([browser?.close(), town?.close()]);
  server.close();
});

/**
 * The functions behind a plain server: the event that API Gateway would send, and nothing in between. Pages come without their
 * script, as to a browser that runs none; with it they are looked at in `test/journeys`.
 */
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://town.test");
  const ask = { path: pathname, link: pathname.split("/")[2] ?? "", query: Object.fromEntries(searchParams), at: now };
  const get = pathname === "/" ? home(town.needs) : surveyPage(town.needs);
  const { status, headers, body } =
    request.method === "POST"
      ? await answerOf(submitDoor(town.needs), formEvent({}, { ...ask, body: await text(request) }))
      : await answerOf(get, eventOf(ask));
  response.writeHead(status, headers).end(body.replace(/<script type="module">.*?<\/script>/s, ""));
});
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  await page.goto(origin() + path);
  return page;
}

async function send(page: Page): Promise<void> {
  await page.locator("button.send").click();
  await page.waitForLoadState();
}

test("without a script: answer, change the language, correct a mistake, send", async () => {
  const page = await visit(`/s/${link}?lang=en`, { javaScriptEnabled: false });
  await page.locator('[name="respect"][value="4"]').check();
  await page.locator('[name="race"][value="white"]').check();
  await page.locator('button[value="es"]').click();
  await page.locator('html[lang="es"]').waitFor();
  await page.waitForLoadState();
  expect(await page.locator('[name="respect"][value="4"]').isChecked()).toBe(true);
  await page.locator('[name="listen"][value="dk"]').check();
  const submission = await page.locator('[name="_submission"]').inputValue();
  now += 60_000;
  await send(page);
  await page.waitForURL(`${origin()}/s/${link}/thanks?lang=es`);
  expect(await page.locator("h1").textContent()).toBe("Gracias");
  const stored = (await town.stored()).find((one) => one.submission === submission)!;
  expect(decodeAnswers(core1, stored.answers)).toMatchObject({
    respect: 4,
    listen: { missing: "dk" },
    race: ["white"],
  });
  expect(stored).toMatchObject({ language: "es", flags: [] });
  await page.goBack();
  await send(page);
  await page.waitForURL(`${origin()}/s/${link}/thanks?lang=es`);
  expect((await town.stored()).filter((one) => one.submission === submission)).toHaveLength(1);
  await page.context().close();
});

test("a mistake: the summary has the focus and leads to the field; Enter sends instead of changing the language", async () => {
  const hash = instrumentHash(everyType, sha256);
  await town.putSurvey({}, everyType);
  await town.putWave({ ...wave, instruments: [...wave.instruments, hash] });
  const page = await visit(`/s/${link}`);
  const shown = (id: string) => page.locator(`#${id}-question`).isVisible();
  expect([await shown("pets"), await shown("years"), await shown("words")]).toEqual([false, false, false]);
  await page.locator('[name="colour"][value="red"]').check();
  await page.locator('[name="mood"][value="2"]').check();
  expect([await shown("pets"), await shown("years"), await shown("words")]).toEqual([true, false, true]);
  await page.locator('[name="pets"][value="cat"]').check();
  await page.locator("#years").fill("200");
  await page.locator("#years").press("Enter");
  await page.locator(".errors").waitFor();
  await page.waitForLoadState();
  expect(await page.title()).toBe("Error: Trust and safety in Riverton");
  await expect.poll(() => page.evaluate("document.activeElement.className")).toBe("errors");
  await page.locator(".errors a").click();
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("years");
  await page.locator('[name="colour"][value="blue"]').check();
  expect([await shown("pets"), await shown("years")]).toEqual([false, false]);
  await page.context().close();
  await town.putSurvey({});
  await town.putWave(wave);
});

/** Every kind of page a resident can meet. */
const pages: Readonly<Record<string, (lang: string, options?: BrowserContextOptions) => Promise<Page>>> = {
  survey: (lang, options) => visit(`/s/${link}?lang=${lang}`, options),
  mistake: async (lang, options) => {
    const page = await visit(`/s/${link}?lang=${lang}`, options);
    await page.evaluate(`document.querySelector('[name="respect"]').value = "9"`);
    await page.locator('[name="respect"][value="9"]').check();
    await send(page);
    return page;
  },
  thanks: (lang, options) => visit(`/s/${link}/thanks?lang=${lang}`, options),
  between: async (lang, options) => {
    now = closes + 86_400_000;
    const page = await visit(`/s/${link}?lang=${lang}`, options);
    now = during;
    return page;
  },
  home: (lang, options) => visit(`/?lang=${lang}`, options),
};
const cases = Object.keys(pages).flatMap((name) => ["en", "es"].map((lang) => [name, lang] as const));

test.each(cases)(
  "%s in %s: nothing for axe to find, light or dark, and its styles are allowed by its policy",
  async (name, lang) => {
    const page = await pages[name]!(lang);
    for (const colorScheme of lang === "en" ? (["light", "dark"] as const) : (["light"] as const)) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFaults(page, colorScheme === "light" ? "all" : "looks")).toEqual([]);
      expect(await page.evaluate('getComputedStyle(document.querySelector("header")).borderBottomWidth')).toBe("3px");
      if (process.env.SCREENSHOTS) {
        await mkdir(process.env.SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}-${lang}-${colorScheme}.png`) });
      }
    }
    await page.context().close();
  },
);

const pressable = "fieldset label, main button:not(.default), .button, input[type=text]:not(.trap *)";

test.each(["survey", "mistake", "thanks", "home"])(
  "%s: at 320 to 1280 px nothing is cut off and everything to press is 44 px high",
  async (name) => {
    const page = await pages[name]!("es");
    for (const width of [320, 360, 768, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      expect(
        await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        `${width} px`,
      ).toBeLessThanOrEqual(0);
      const low = await page.evaluate(`[...document.querySelectorAll("${pressable}")]
        .filter((element) => element.getBoundingClientRect().height < 43.9).map((element) => element.outerHTML)`);
      expect(low, `${width} px`).toEqual([]);
    }
    await page.context().close();
  },
);
