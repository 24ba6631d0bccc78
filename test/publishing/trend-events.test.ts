import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { eventsFile } from "../../lib/publishing/dataset/events-file.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import type { Event } from "../../lib/survey/department.ts";
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
