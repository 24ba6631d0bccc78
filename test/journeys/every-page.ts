import type { BrowserContext, Page } from "playwright-core";
import { answerAll, goOn, type ResidentHost, uncheck } from "./resident-host.ts";

/** Pages in the order of a way through them: yields the name of each while the browser stands at it. */
export type Walk = (context: BrowserContext, language: string) => AsyncGenerator<readonly [stop: string, page: Page]>;

async function open(context: BrowserContext, address: string): Promise<Page> {
  const [page = await context.newPage()] = context.pages();
  await page.goto(address);
  return page;
}

/** As to a browser that runs no script; what a test itself runs is run all the same. */
async function withoutScript(context: BrowserContext): Promise<void> {
  await context.route(/\/s\//, async (route) => {
    const reply = await route.fetch({ maxRedirects: 0 });
    const text = await reply.text();
    await route.fulfill({ response: reply, body: text.replace(/<script[ >].*?<\/script>/gs, "") });
  });
}

async function send(page: Page): Promise<void> {
  await page.locator("button.send").click();
  await page.waitForLoadState();
}
/** Goes to a question without answering those before it. */
const goTo = (page: Page, id: string) =>
  page.evaluate(
    `while (document.getElementById("${id}-question").hidden) document.querySelector(".next").click(); scrollTo(0, 0)`,
  );

/** Every kind of page that a resident, or who answers for residents, can meet. */
export function walksOf(host: ResidentHost, modes: Readonly<Record<"kiosk" | "interviewer" | "paper", string>>) {
  const home = new URL("/", host.address);

  /** One question at a time, from the consent to the thank-you page; a refused code on the way. */
  const stepped: Walk = async function* (context, language) {
    const page = await open(context, `${host.address}?lang=${language}`);
    await page.locator(".moves").waitFor();
    yield ["start", page];
    await goOn(page);
    await goOn(page, 1);
    await page.locator("fieldset:visible .options input").nth(3).check();
    yield ["question", page];
    await page.locator(".tongues summary").click();
    yield ["languages", page];
    await goTo(page, "area");
    yield ["about-you", page];
    await goTo(page, "race");
    await page.locator("fieldset:visible .options input").nth(1).check();
    yield ["several", page];
    await goTo(page, "years");
    await page.locator("#years").fill("200");
    yield ["number", page];
    await page.locator(".next").click();
    await page.locator(".error:visible").waitFor();
    yield ["number-told", page];
    await uncheck(page);
    await answerAll(page);
    await page.locator('[name="_code"]').evaluate((field: { value: string }) => {
      field.value = "ABCDE-12345";
    });
    yield ["last", page];
    await send(page);
    await page.locator(".errors").waitFor();
    yield ["mistakes", page];
    await page.locator(".errors a").last().click();
    await page.locator("#years").fill("20");
    await page.locator(".next").click();
    await page.locator("#words").fill("…");
    yield ["words", page];
    await page.locator('[name="_code"]').evaluate((field: { value: string }) => {
      field.value = "";
    });
    await answerAll(page);
    await context.setOffline(true);
    await send(page);
    await page.locator(".state:not(:empty)").waitFor();
    yield ["waiting", page];
    await context.setOffline(false);
    await page.locator("main:not(:has(form)) h1").waitFor();
    yield ["thanks", page];
  };

  /** All on one page. */
  const whole: Walk = async function* (context, language) {
    await withoutScript(context);
    const page = await open(context, `${host.address}?lang=${language}`);
    yield ["whole", page];
    await page.locator('[name="_code"]').fill("ABCDE-12345");
    await page.locator('[name="respect"][value="2"]').check();
    await page.locator("#years").fill("200");
    await send(page);
    await page.locator(".errors").waitFor();
    yield ["whole-mistakes", page];
    await page.locator('[name="_code"]').fill("");
    await page.locator("#years").fill("20");
    await send(page);
    await page.locator("main:not(:has(form)) h1").waitFor();
    yield ["whole-thanks", page];
  };

  /** The doors around a survey. */
  const doors: Walk = async function* (context, language) {
    yield ["home", await open(context, `${home}?lang=${language}`)];
    yield ["wrong-link", await open(context, `${home}s/none?lang=${language}`)];
    const page = await open(context, `${home}check?lang=${language}`);
    yield ["check", page];
    await page.locator("#receipt").fill("k7q2");
    await send(page);
    await page.locator(".error").waitFor();
    yield ["check-mistake", page];
    await page.locator("#receipt").fill("k7q2m9xr4tab");
    await send(page);
    await page.locator("[role=status]").waitFor();
    yield ["check-not-found", page];
  };

  const kiosk: Walk = async function* (context, language) {
    const page = await open(context, `${modes.kiosk}?lang=${language}`);
    await page.locator(".moves").waitFor();
    yield ["kiosk", page];
    await goOn(page);
    await page.locator(".idle").evaluate((notice: { hidden: boolean }) => {
      notice.hidden = false;
    });
    yield ["kiosk-idle", page];
    yield ["kiosk-thanks", await open(context, `${modes.kiosk}/thanks?lang=${language}`)];
  };

  const desk: Walk = async function* (context, language) {
    yield ["interviewer", await open(context, `${modes.interviewer}?lang=${language}`)];
    const page = await open(context, `${modes.paper}?lang=${language}&stored=1`);
    yield ["paper", page];
    await page.locator("#years").fill("200");
    await send(page);
    await page.locator(".errors").waitFor();
    yield ["paper-mistakes", page];
  };

  /** Where a link leads while no wave is open. */
  const between = (stop: string): Walk =>
    async function* (context, language) {
      yield [stop, await open(context, `${host.address}?lang=${language}`)];
    };

  /** A page that was opened while the wave was open, sent after its end. */
  const closed = (during: number, after: number): Walk =>
    async function* (context, language) {
      await withoutScript(context);
      host.setClock(during);
      const page = await open(context, `${host.address}?lang=${language}`);
      host.setClock(after);
      await send(page);
      await page.locator("main:not(:has(form)) h1").waitFor();
      yield ["closed", page];
    };

  return { stepped, whole, doors, kiosk, desk, between, closed };
}
