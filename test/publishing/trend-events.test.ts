import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";
import { eventsFile } from "../../lib/publishing/dataset/events-file.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { trendPictures } from "../../lib/publishing/report/trend-pictures.ts";
import type { Event } from "../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import { published, smallEstimates } from "./small-report.ts";

const estimates = protect(smallEstimates());
const pageWith = (events: readonly Event[]): string =>
  reportPage(
    estimates,
    { ...published, events },
    { language: "en", data: { href: "", sizes: new Map() }, languages: [], releases: [] },
  );
const page = pageWith([
  { date: "2026-03-20", label: { en: "Second" } },
  { date: "2026-02-15", label: { en: "First" }, url: "https://example.org/first" },
  { date: "2026-02-20", label: { en: "Only here" }, area: "north", url: "https://example.org/north" },
  { date: "2025-02-20", label: { en: "Long before" }, area: "north" },
]);
const part = (from: string, to: string): string => page.slice(page.indexOf(from), page.indexOf(to, page.indexOf(from)));

test("an event is drawn, told in the chart's description, listed, and stands in the table of the chart", () => {
  const figure = part('<figure class="trend large"', "</figure>");
  expect(figure.match(/<g class="event"><title>Feb 15, 2026: First<\/title>/g)).toHaveLength(2);
  expect(figure).toMatch(/<desc [^>]*>[^<]* Events: A – Feb 15, 2026: First; B – Mar 20, 2026: Second<\/desc>/);
  expect(figure).toContain('<li><b>A</b> Feb 15, 2026: <a href="https://example.org/first">First</a></li>');
  const inTime = [...figure.matchAll(/<th scope="row">([^<]+)/g)].map(([, name]) => name);
  expect(inTime).toEqual([
    "April 2026",
    "April 2026",
    "Mar 20, 2026",
    "March 2026",
    "Feb 15, 2026",
    "February 2026",
    "January 2026",
  ]);
});

test("what happened in one area is told beside the areas, not drawn on everybody's trend", () => {
  expect(part('id="trends"', "</section>")).not.toContain("Only here");
  const areas = part('id="areas"', "</section>");
  expect(areas).toMatch(/Feb 20, 2026, <bdi>North[^/]*<\/bdi>: <a href="https:\/\/example.org\/north">Only here<\/a>/);
  expect(areas).not.toContain("Long before");
});

const note = "An event stands at its date; it need not be the cause of a change.";

test("wherever events are told it is said that none need be a cause, and nowhere else", () => {
  expect(part('<figure class="trend large"', "</figure>").split(note)).toHaveLength(2);
  expect(part('id="areas"', "</section>").split(note)).toHaveLength(2);
  expect(page.split(note)).toHaveLength(3);
  const [picture] = trendPictures(estimates, published);
  expect(String(Buffer.from(picture!.bytes))).toContain(note);
  const [bare] = trendPictures(estimates, { ...published, events: [] });
  expect(pageWith([]) + String(Buffer.from(bare!.bytes))).not.toContain(note);
});

test("the demo's meetings begin in two areas: no letter stands where the trend of the whole town jumps", async () => {
  const meetings = new Date("2025-11-01T00:00:00Z");
  const { events } = parseDepartmentFolder(await riverbendFolder(meetings));
  const then = events.filter(({ date }) => date === "2025-11-01");
  expect(then.map(({ area, label }) => [area, label.en])).toEqual([
    ["harbor", "Monthly neighborhood meetings begin"],
    ["eastgate", "Monthly neighborhood meetings begin"],
  ]);
  expect(events.filter(({ area }) => area === undefined).map(({ date }) => date)).toEqual(["2026-07-01"]);
});

test("they are a file of the release too, in order, with all where no area is named", () => {
  const csv = (events: readonly Event[]) =>
    eventsFile({ ...published, events }).map(({ bytes }) => String(Buffer.from(bytes)));
  const north = { date: "2026-02-20", label: { en: "=Only, here" }, area: "north" };
  expect(csv([{ date: "2026-03-20", label: { en: "Second" }, url: "https://example.org/2" }, north])).toEqual([
    'date,area,label,url\n2026-02-20,north,"\'=Only, here",\n2026-03-20,all,Second,https://example.org/2\n',
  ]);
  expect(csv([])).toEqual([]);
});

test("without events nothing is said of them", () => {
  expect(pageWith([])).not.toMatch(/Events|class="happened"/);
});
