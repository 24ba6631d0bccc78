import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Area } from "../../lib/survey/department.ts";
import { openBrowser } from "../browser.ts";
import { startSystem } from "../journeys/local-system.ts";
import { openSurvey } from "../journeys/open-survey.ts";
import { type Benchmark, type BenchmarkRow, median } from "./benchmark.ts";
import { plainForm } from "./plain-form.ts";

const rounds = 15;
const most = 1.3;
/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back; a phone a quarter as fast as this machine. */
const network = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const slowdown = 4;

/** Milliseconds since the browser asked for the page. */
interface Shown {
  readonly paint: number;
  readonly load: number;
}

/**
 * A first visit, by a link on another site: nothing is kept from before, not even a connection. A browser gives a new site a new
 * process; it would give our page one from an empty window too, because of its opener policy, and then only the one would pay for it.
 */
async function visit(
  browser: Browser,
  elsewhere: string,
  address: string,
): Promise<Shown & { readonly questions: number }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await page.goto(elsewhere);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", network);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.goto(address, { waitUntil: "load" });
    return await page.evaluate<Shown & { questions: number }>(`new Promise((resolve) => {
      const look = () => {
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        const [{ loadEventEnd: load }] = performance.getEntriesByType("navigation");
        if (!paint || load === 0) return setTimeout(look, 20);
        resolve({ paint: paint.startTime, load, questions: document.querySelectorAll("fieldset").length });
      };
      look();
    })`);
  } finally {
    await context.close();
  }
}

/** A page that is ready, compressed, in memory; served as it is. */
async function serve(text: string): Promise<{ readonly address: string; close(): void }> {
  const body = brotliCompressSync(text);
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-encoding": "br",
    "content-length": body.length,
  };
  const server = createServer((_, response) => response.writeHead(200, headers).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/**
 * The survey page of the whole local system, script and style and all, beside a plain form of the same questions, turn about.
 * @returns the times of every round
 * @throws Error when one of the two shows other questions than the other
 */
export async function timesShown(language: string, count: number): Promise<{ ours: Shown; plain: Shown }[]> {
  const folder = mkdtempSync(join(tmpdir(), "trust-bench-"));
  const system = await startSystem(join(folder, "data"));
  const browser = await openBrowser();
  const { "areas.geojson": geography = "", "survey.json": survey = "" } = await riverbendFolder(new Date());
  const areas = (JSON.parse(geography) as { features: { properties: Area }[] }).features;
  const named = areas.map(({ properties }) => properties);
  const title = (JSON.parse(survey) as { title: Record<string, string> }).title[language] ?? "";
  const peer = await serve(plainForm(builtInInstrument("core-1")!, named, title, language));
  try {
    const { link } = (await openSurvey(system.operate))(0, "");
    const address = `${system.url}/s/${link}?lang=${language}`;
    const elsewhere = peer.address.replace("127.0.0.1", "localhost");
    for (const warming of [address, peer.address]) await visit(browser, elsewhere, warming);
    const times: { ours: Shown; plain: Shown }[] = [];
    for (let round = 0; round < count; round++) {
      const [ours, plain] = [await visit(browser, elsewhere, address), await visit(browser, elsewhere, peer.address)];
      if (ours.questions !== plain.questions || plain.questions === 0)
        throw new Error(`The survey page has ${ours.questions} questions, the plain form ${plain.questions}.`);
      times.push({ ours, plain });
    }
    return times;
  } finally {
    peer.close();
    await Promise.all([browser.close(), system.stop("SIGTERM")]);
    rmSync(folder, { recursive: true });
  }
}

async function* shownRows(): AsyncIterable<BenchmarkRow> {
  const times = await timesShown("en", rounds);
  for (const [name, key] of [
    ["first paint", "paint"],
    ["load", "load"],
  ] as const) {
    const ratio = median(times.map(({ ours, plain }) => ours[key] / plain[key]));
    yield {
      job: `survey page, ${name}, slow 4G and CPU 4× slower`,
      ours: `${median(times.map(({ ours }) => ours[key])).toFixed(0)} ms`,
      peer: `plain form, no script: ${median(times.map(({ plain }) => plain[key])).toFixed(0)} ms`,
      ratio: `${ratio.toFixed(2)}×`,
      budget: { text: `≤ ${most}×`, isKept: ratio <= most },
      checked: "both show the same number of questions",
    };
  }
}

export const benchmark: Benchmark = {
  name: "first-paint",
  about: `the survey page in a slow phone's browser, beside a plain form of the same questions (median of ${rounds})`,
  rows: shownRows,
};
