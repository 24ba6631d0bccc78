import { createHash, createHmac } from "node:crypto";
import type { Host } from "../host.ts";
import { monthAfter, monthOf } from "./months.ts";
import { type Answered, answersOf, drawFrom, meetingsBegin } from "./residents.ts";
import { riverbendFolder } from "./riverbend.ts";

const seed = 20_261_101;
const waves = 8;
const monthsBetween = 3;
const hour = 3_600_000;
const day = 24 * hour;
const invitedPeople = 640;
const invitations = 1_600;
const openPeople = 180;
const openSoFar = 60;
const inFlight = 64;
/** Releasing takes longest, and two releases already show how one follows another: the first carries all waves up to this. */
const firstReleasedWith = waves - 2;

/** One wave of the demo: `[opens, closes)`. */
interface DemoWave {
  readonly index: number;
  readonly id: string;
  readonly opens: Date;
  readonly closes: Date;
}

/**
 * Loads a made-up town through the same routes as everybody: its folder, links, letter codes, eight waves a quarter of a year
 * apart with every answer submitted in its time, tallied and released, and one wave that is open now. Every step may be
 * repeated, so a load that was cut off goes on from where it was.
 * @param now ms since 1970; the last wave opened in its month
 */
export async function loadDemo(host: Host, report: (line: string) => void, now: number = Date.now()): Promise<void> {
  const thisMonth = monthOf(now);
  const planned = Array.from({ length: waves + 1 }, (_, index) => demoWave(index, thisMonth));
  const [first] = planned;
  if (first === undefined) return;
  const before = first.opens.getTime() - day;
  const meetings = planned[meetingsBegin]?.opens ?? first.opens;
  await call(host, before, "PUT", "/api/v1/manage/folders", { files: await riverbendFolder(meetings) });
  const link = await makeLinks(host, before);
  let stored = 0;
  for (const wave of planned) {
    const isOpen = wave.closes.getTime() > now;
    stored += await collect(host, wave, link, isOpen ? now : wave.closes.getTime());
    if (isOpen) continue;
    // Closing + no grace + the margins of a wave's life.
    const over = wave.closes.getTime() + 5 * 60_000;
    await host.runSchedule("tally-waves", over);
    const releases = wave.index >= firstReleasedWith;
    if (releases) await host.runSchedule("publish-waves", over + 60_000);
    report(`${wave.id}: ${stored} answers so far, tallied${releases ? " and released" : ""}`);
  }
  report(`${planned.at(-1)?.id}: open now`);
}

/** What hour of the day it is in Riverbend. */
const hourThere = new Intl.DateTimeFormat("en", { timeZone: "America/Chicago", hour: "2-digit", hourCycle: "h23" });

/** The last of them lies around now; the others end a month after they began: at midnight in Riverbend. */
function demoWave(index: number, thisMonth: Date): DemoWave {
  const month = monthAfter(thisMonth, (index - waves) * monthsBetween);
  const atMidnight = (day: Date): Date =>
    [5, 6].map((behind) => new Date(day.getTime() + behind * hour)).find((at) => hourThere.format(at) === "00")!;
  const opens = atMidnight(month);
  const closes = atMidnight(monthAfter(month, index === waves ? 2 : 1));
  return { index, id: month.toISOString().slice(0, 7), opens, closes };
}

/** A link for everywhere, and three at each of two places. Resolves to the first. */
async function makeLinks(host: Host, at: number): Promise<string> {
  const make = async (place: string | null, count: number) => {
    const { links } = await call<{ links: readonly { id: string; place: string | null }[] }>(
      host,
      at,
      "GET",
      "/api/v1/manage/links",
    );
    const there = links.filter((link) => link.place === place);
    if (there.length > 0) return there;
    const body = { department: "riverbend", survey: "trust", count, place, mode: "web" };
    return (await call<{ links: readonly { id: string }[] }>(host, at, "POST", "/api/v1/manage/links", body)).links;
  };
  const [everywhere] = await make(null, 1);
  await make("library", 3);
  await make("community-centers", 3);
  if (everywhere === undefined) throw new Error("no link was made");
  return everywhere.id;
}

/** Opens a wave, loads its letter codes and sends what its residents answer until `until`. Resolves to how many answered. */
async function collect(host: Host, wave: DemoWave, link: string, until: number): Promise<number> {
  const opens = wave.opens.getTime();
  const { id, closes } = wave;
  const plan = {
    department: "riverbend",
    survey: "trust",
    wave: id,
    opens: wave.opens.toISOString(),
    closes: closes.toISOString(),
  };
  await call(host, opens - day, "POST", "/api/v1/manage/waves", plan, ["wave-exists"]);

  const codes = Array.from({ length: invitations }, (_, at) => code(wave, at));
  const pepper = hash(`pepper ${id}`);
  for (let from = 0; from < codes.length; from += 400) {
    const part = codes.slice(from, from + 400);
    await call(host, opens - day, "POST", `/api/v1/invitations/riverbend/${id}`, {
      pepper,
      invitations: part.map((letter) => ({
        hash: createHmac("sha256", Buffer.from(pepper, "hex")).update(letter).digest("hex"),
        designClass: "@1",
      })),
    });
  }

  const draw = drawFrom(seed + wave.index);
  const share = Math.min(1, (until - opens) / (closes.getTime() - opens));
  const open = wave.index === waves ? openSoFar : openPeople;
  const invited = answersOf(wave.index, Math.round(invitedPeople * share), draw, false);
  const people = [
    ...invited.map((person, at) => ({ person, code: codes[at] })),
    ...answersOf(wave.index, Math.round(open * share), draw, true).map((person) => ({ person, code: undefined })),
  ];
  const { instruments } = await waveOf(host, id, opens);
  let next = 0;
  const send = async (): Promise<void> => {
    for (let at = next++; at < people.length; at = next++) {
      const { person, code } = people[at]!;
      const when = opens + Math.floor(draw() * (until - opens - 1));
      await submit(
        host,
        when,
        { link, wave: id, instrument: instruments.at(-1) ?? "", submission: hash(`${id} ${at}`).slice(0, 32) },
        person,
        code,
      );
    }
  };
  await Promise.all(Array.from({ length: inFlight }, send));
  return people.length;
}

async function waveOf(host: Host, id: string, at: number): Promise<{ instruments: readonly string[] }> {
  const { waves: known } = await call<{ waves: readonly { wave: string; instruments: readonly string[] }[] }>(
    host,
    at,
    "GET",
    "/api/v1/manage/waves?department=riverbend",
  );
  return known.find(({ wave }) => wave === id) ?? { instruments: [] };
}

interface Submission {
  readonly link: string;
  readonly wave: string;
  readonly instrument: string;
  readonly submission: string;
}

async function submit(
  host: Host,
  at: number,
  about: Submission,
  { language, answers }: Answered,
  code: string | undefined,
): Promise<void> {
  await call(host, at, "POST", "/api/v1/responses", {
    ...about,
    language,
    answers,
    ...(code === undefined ? {} : { code }),
  });
}

/** Made from the seed, so that loading again makes the same: fit for made-up people only. */
const hash = (text: string): string => createHash("sha256").update(`${seed} ${text}`).digest("hex");

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
function code({ id }: DemoWave, at: number): string {
  const bytes = Buffer.from(hash(`code ${id} ${at}`), "hex");
  return Array.from(bytes.subarray(0, 10), (byte) => crockford[byte & 31]).join("");
}

async function call<Answer>(
  host: Host,
  at: number,
  method: string,
  path: string,
  body?: object,
  unless: readonly string[] = [],
): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const reply = await host.request({ method, path, at, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = Buffer.from(reply.body).toString();
  if (reply.status < 300 || unless.some((problem) => text.includes(problem))) return JSON.parse(text) as Answer;
  throw new Error(`The demo stopped at ${method} ${path}: ${reply.status} ${text}`);
}
