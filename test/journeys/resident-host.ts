import type { BrowserContext, Page } from "playwright-core";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";
import { type Host, startHost } from "../../lib/local/host.ts";
import { registryCacheSeconds, submitSeconds } from "../../lib/survey/wave.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** `graceMinutes` of the survey. */
const grace = 10 * minute;

/** A real host that browsers reach, on a clock that stands where a test puts it. */
export interface ResidentHost {
  /** Address of a link, without language. */
  readonly address: string;
  /** Of a new link, for those who answer in another way. */
  addressFor(mode: "kiosk" | "interviewer" | "paper"): Promise<string>;
  /** Moves the clock into a new wave, the wave's first minutes; waves follow each other. */
  openWave(): Promise<{ readonly id: string; readonly closes: number }>;
  setClock(at: number): void;
  /** How many responses a wave counts: moves the clock to when it can be tallied. */
  counted(wave: { readonly id: string; readonly closes: number }): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param change of `survey.json`
 * @param otherFiles in the place of those of the demo department; undefined: none of that name
 * @param languages of the department; those it has no texts in get its English ones
 */
export async function startResidentHost(
  change: object = {},
  otherFiles: Readonly<Record<string, string | undefined>> = {},
  languages: readonly string[] = ["en", "es"],
): Promise<ResidentHost> {
  const folder = temporaryFolder();
  let clock = Date.parse("2027-01-01T00:00:00Z");
  const host: Host = await startHost({ data: folder.path, port: 0, now: () => clock, schedules: false });
  const manage = async <Value>(method: string, path: string, body?: object): Promise<Value> => {
    const headers = { "content-type": "application/json" };
    const reply = await host.request({ method, path, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = Buffer.from(reply.body).toString();
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return JSON.parse(text) as Value;
  };
  const files = await riverbendFolder(new Date(clock));
  const survey = { ...JSON.parse(files["survey.json"]!), graceMinutes: 10, ...change };
  files["survey.json"] = `${JSON.stringify(survey, null, 2)}\n`;
  const spoken = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && "en" in value
      ? Object.fromEntries(
          languages.map((language) => [language, (value as Record<string, unknown>)[language] ?? value.en]),
        )
      : value;
  files["department.json"] = JSON.stringify({ ...JSON.parse(files["department.json"]!), languages });
  for (const name of ["department.json", "survey.json", "events.json"])
    files[name] = JSON.stringify(JSON.parse(files[name]!, spoken));
  for (const [name, text] of Object.entries(otherFiles)) {
    if (text === undefined) delete files[name];
    else files[name] = text;
  }
  await manage("PUT", "/api/v1/manage/folders", { files });
  const about = { department: "riverbend", survey: "trust" };
  const addressFor = async (mode: string): Promise<string> => {
    const asked = { ...about, count: 1, place: null, mode };
    const { links } = await manage<{ links: readonly { id: string }[] }>("POST", "/api/v1/manage/links", asked);
    return `${host.url}/s/${links[0]!.id}`;
  };
  const address = await addressFor("web");
  let waves = 0;
  let ended = clock;
  return {
    address,
    addressFor,
    async openWave() {
      const id = `w${++waves}`;
      const opens = ended;
      const closes = opens + day;
      ended = closes;
      clock = opens - minute;
      const times = { opens: new Date(opens).toISOString(), closes: new Date(closes).toISOString() };
      await manage("POST", "/api/v1/manage/waves", { ...about, wave: id, ...times });
      clock = opens + 2 * minute;
      return { id, closes };
    },
    setClock(at) {
      clock = at;
    },
    async counted({ id, closes }) {
      clock = closes + grace + (registryCacheSeconds + submitSeconds + 60) * 1000;
      const { tallies } = await manage<{ tallies: Record<string, { responses: number }> }>(
        "POST",
        `/api/v1/tallies/riverbend/${id}`,
      );
      return tallies.open?.responses ?? 0;
    },
    async close() {
      await host.close();
      folder.remove();
    },
  };
}

/** Answers the question on the screen by its nth option and goes on; the first screen and the last are only left. */
export async function goOn(page: Page, option = 0): Promise<void> {
  const options = page.locator("fieldset:visible .options input");
  if ((await options.count()) > option) await options.nth(option).check();
  await page.locator(".next").click();
}

/** Goes to the last screen, every question answered by its first option. */
export async function answerAll(page: Page): Promise<void> {
  await page.locator(".next").waitFor();
  await page.evaluate(`for (const next = document.querySelector(".next"); !next.hidden; next.click())
    document.querySelector("fieldset:not([hidden]) .options input")?.click();`);
}

/** Leaves every mistake to the server, as a browser does that cannot tell. */
export async function uncheck(page: Page): Promise<void> {
  await page.evaluate(
    'document.querySelectorAll("[data-refusal]").forEach((field) => field.removeAttribute("data-refusal"))',
  );
}

/** What a browser keeps of surveys. */
export async function keptIn(context: BrowserContext): Promise<readonly string[]> {
  const { origins } = await context.storageState();
  return origins.flatMap(({ localStorage }) => localStorage.map(({ name, value }) => `${name} ${value}`));
}
