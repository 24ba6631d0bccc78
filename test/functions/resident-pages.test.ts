import { afterAll, beforeAll, expect, test } from "vitest";
import { home } from "../../functions/home/home.ts";
import { surveyPage } from "../../functions/survey-page/survey-page.ts";
import { documentKey } from "../../lib/stores/registry.ts";
import { temporaryStores } from "../stores/temporary-stores.ts";
import {
  answerOf,
  closes,
  department,
  during,
  eventOf,
  hiddenFields,
  link,
  nextWave,
  residentTown,
  type Town,
  wave,
} from "./resident-town.ts";

let town: Town;
beforeAll(async () => {
  town = await residentTown();
});
afterAll(() => town.close());

const get = (query: Record<string, string> = {}, at = during, id = link) =>
  answerOf(surveyPage(town.needs), eventOf({ path: `/s/${id}`, link: id, query, at }));

test("each view of a page is a submission of its own, kept by this browser alone", async () => {
  const [one, other] = [await get(), await get()];
  expect(hiddenFields(one.body)._submission).toMatch(/^[0-9a-f]{32}$/);
  expect(hiddenFields(one.body)._submission).not.toBe(hiddenFields(other.body)._submission);
  expect(one.headers["cache-control"]).toBe("private, max-age=0");
});

test("a device that many people use remembers nothing", async () => {
  await town.putLink({ id: "k00sk1", mode: "kiosk" });
  expect((await get({}, during, "k00sk1")).headers["cache-control"]).toBe("no-store");
});

test.each([
  [{ lang: "es" }, "", "es"],
  [{}, "es-MX,es;q=0.9", "es"],
  [{}, "fr", "en"],
  [{ lang: "fr" }, "es", "es"],
] as const)("asked with %o and Accept-Language %s the page is in %s", async (query, accepts, language) => {
  const event = eventOf({ path: `/s/${link}`, link, query, headers: { "accept-language": accepts } });
  expect((await answerOf(surveyPage(town.needs), event)).body).toContain(`<html lang="${language}" dir="ltr">`);
});

test("a link typed off a poster in capitals is the same link", async () => {
  expect((await get({}, during, "K7Q2M9")).body).toContain(`action="/s/${link}?lang=en"`);
});

test.each(["zzzzzz", "", "../x", "k7q2m9k7q2m9", "\ud800", "a".repeat(5000)])("there is no link %j", async (id) => {
  await expect(get({}, during, id)).rejects.toMatchObject({ code: "unknown-link" });
});

test("between two waves: when it opens again, in the department's time zone, and where the results are", async () => {
  await town.putWave(nextWave);
  const { status, body } = await get({ lang: "en" }, closes + 3_600_000);
  expect(status).toBe(200);
  // 2026-04-01T00:00Z is still the evening before in Phoenix.
  expect(body).toContain("It opens again on March 31, 2026.");
  expect(body).toContain('Results will be at <a href="/results/riverton/trust/"');
  expect((await get({ lang: "es" }, closes + 200 * 86_400_000)).body).toContain("Aún no hay una nueva fecha.");
});

test("after sending: when and where the results come", async () => {
  const thanks = await answerOf(
    surveyPage(town.needs),
    eventOf({ path: `/s/${link}/thanks`, link, query: { lang: "en" } }),
  );
  expect(thanks.body).toContain("This survey is open until March 30, 2026.");
  expect(thanks.body).toContain('href="/results/riverton/trust/"');
});

test.each([
  ["/nowhere", "text/html,*/*", "es"],
  ["/s/", "text/html", "es"],
  ["/results/riverton/nothing/", "text/html", "es"],
])("%s is a page in the reader's language that leads to the start page", async (path, accept, language) => {
  const { status, body } = await answerOf(
    home(town.needs),
    eventOf({ path, headers: { accept, "accept-language": language } }),
  );
  expect(status).toBe(404);
  expect(body).toContain(`lang="${language}"`);
  expect(body).toContain(`href="/?lang=${language}"`);
});

test.each([
  ["/nowhere", "*/*"],
  ["/api/v2/anything", "text/html"],
])("%s is a problem to who accepts %s", async (path, accept) => {
  const { status, headers, body } = await answerOf(home(town.needs), eventOf({ path, headers: { accept } }));
  expect([status, headers["content-type"]]).toEqual([404, "application/problem+json"]);
  expect(JSON.parse(body)).toMatchObject({ code: "unknown-route", detail: expect.stringContaining(path) });
});

test.each([
  ["/s/k7q2m9/", { lang: "es" }, "/s/k7q2m9?lang=es"],
  ["/s/k7q2m9/thanks//", {}, "/s/k7q2m9/thanks"],
  ["/check/", {}, "/check"],
])("%s leads to the page without its slash", async (path, query, location) => {
  const { status, headers } = await answerOf(
    home(town.needs),
    eventOf({ path, query, headers: { accept: "text/html" } }),
  );
  expect([status, headers.location]).toEqual([308, location]);
});

test("the start page shows the surveys, with a link that counts for no place", async () => {
  await town.putLink({ id: "000001", place: "library" });
  const { body } = await answerOf(home(town.needs), eventOf({ path: "/" }));
  expect(body).toContain("Riverton Police Department");
  expect(body).toContain(`href="/s/${link}?lang=en"`);
  expect(body).not.toContain("000001");
  expect(body).not.toContain("Demo.");
  expect(body).not.toContain("/results/");
});

test("after sending: by when the results are expected, as the calendar beside them says; of a trial nothing is", async () => {
  const thanks = async (of: Town, at: number): Promise<string> =>
    (await answerOf(surveyPage(of.needs), eventOf({ path: `/s/${link}/thanks`, link, query: { lang: "en" }, at })))
      .body;
  // Fourteen days after closing; the day is that of the result pages.
  expect(await thanks(town, during)).toContain("<p>Results are expected by April 14, 2026.</p>");
  expect(await thanks(town, closes + 60_000)).toContain("<p>Results are expected by April 14, 2026.</p>");
  expect(await thanks(town, closes + 20 * 86_400_000)).not.toContain("<p>Results are expected by April 14");
  const other = await residentTown([{ ...wave, trial: true }]);
  try {
    expect(await thanks(other, during)).not.toContain("expected by");
    await other.putWave(wave);
    await other.putSurvey({ releaseWithinDays: 30 });
    expect(await thanks(other, during + 120_000)).toContain("Results are expected by April 30, 2026.");
  } finally {
    await other.close();
  }
});

test.each([
  ["en", "/results/riverton/trust/"],
  ["es", "/results/riverton/trust/es/"],
  ["vi", "/results/riverton/trust/"],
])(
  "read in %s, every page leads to the results at %s: there they are in the language, or in the first",
  async (lang, at) => {
    const query = { lang };
    const thanks = eventOf({ path: `/s/${link}/thanks`, link, query });
    for (const { body } of [
      await get(query),
      await get(query, closes + 3_600_000),
      await answerOf(surveyPage(town.needs), thanks),
    ])
      expect(body).toContain(`<a href="${at}" dir="ltr">${at}</a>`);
  },
);

test("results are linked from the first release on", async () => {
  const published = await residentTown();
  const release = {
    release: "r1",
    sequence: 1,
    department: "riverton",
    survey: "trust",
    published: "",
    waves: [],
    manifest: "",
  };
  await published.write(documentKey.release("riverton", "trust", "r1"), release);
  const { body } = await answerOf(home(published.needs), eventOf({ path: "/" }));
  expect(body).toContain('href="/results/riverton/trust/"');
  expect(body).toContain('href="/data/riverton/trust/latest/estimates.csv"');
  const spanish = await answerOf(home(published.needs), eventOf({ path: "/", query: { lang: "es" } }));
  expect(spanish.body).toContain('href="/results/riverton/trust/es/"');
  const between = await answerOf(surveyPage(published.needs), eventOf({ path: `/s/${link}`, link, at: closes }));
  expect(between.body).toContain("Results so far:");
  await published.close();
});

test("a start page with nothing set up is a page too", async () => {
  const { stores, close } = await temporaryStores();
  const { status, body } = await answerOf(
    home({ stores }),
    eventOf({ path: "/", headers: { "accept-language": "es" } }),
  );
  await close();
  expect(status).toBe(200);
  expect(body).toContain("Aquí aún no hay ninguna encuesta.");
});

test("a made-up department says so on every page", async () => {
  const demo = await residentTown();
  await demo.write(documentKey.department("riverton"), { ...department, demo: true });
  const pages = [
    answerOf(home(demo.needs), eventOf({ path: "/" })),
    answerOf(surveyPage(demo.needs), eventOf({ path: `/s/${link}`, link })),
    answerOf(surveyPage(demo.needs), eventOf({ path: `/s/${link}/thanks`, link })),
    answerOf(surveyPage(demo.needs), eventOf({ path: `/s/${link}`, link, at: closes })),
  ];
  for (const { body } of await Promise.all(pages)) expect(body).toContain("This department is made up");
  await demo.close();
});
