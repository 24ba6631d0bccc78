import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../../lib/local/host.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-languages-"));
let now = Date.parse("2026-03-10T12:00:00Z");
const about = { department: "riverton", survey: "trust" };
let host: Host;
let link: string;

beforeAll(async () => {
  host = await startHost({ data: join(folder, "data"), port: null, now: () => now });
  await manage("PUT", "folders", { files: filesIn(["en", "vi", "ar"]) });
  const { links } = await manage<{ links: { id: string }[] }>("POST", "links", {
    ...about,
    count: 1,
    place: null,
    mode: "web",
  });
  link = links[0]!.id;
  const opens = new Date(now - 60_000).toISOString();
  await manage("POST", "waves", { ...about, wave: "w1", opens, closes: new Date(now + 86_400_000).toISOString() });
});
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true });
});

/** A department of these languages, with the built-in instrument. */
function filesIn(languages: readonly string[]): Record<string, string> {
  const inAll = (words: string) => Object.fromEntries(languages.map((language) => [language, words]));
  return {
    "department.json": JSON.stringify({ id: "riverton", name: inAll("Riverton"), languages, timeZone: "UTC" }),
    "survey.json": JSON.stringify({
      id: "trust",
      title: inAll("Riverton"),
      instrument: "core-1",
      population: inAll("Riverton"),
      samplingMode: { open: "nonprobability" },
    }),
  };
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await host.request({
    method,
    path,
    at: now,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: Buffer.from(answer.body).toString() };
}
async function manage<Value>(method: string, path: string, body?: unknown): Promise<Value> {
  const { status, text } = await ask(method, `/api/v1/manage/${path}`, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text) as Value;
}
const instruments = async (): Promise<readonly string[]> => {
  const { waves } = await manage<{ waves: { instruments: string[] }[] }>("GET", "waves?department=riverton");
  return waves[0]!.instruments;
};
const send = async (language: string, instrument: string) =>
  (
    await ask("POST", "/api/v1/responses", {
      link,
      wave: "w1",
      instrument,
      submission: randomBytes(16).toString("hex"),
      language,
      answers: { respect: 4 },
    })
  ).status;

test("the built functions read a language from beside them when a resident asks for it", async () => {
  expect((await ask("GET", `/s/${link}?lang=vi`)).text).toContain(
    "Cảnh sát trong khu phố của tôi tôn trọng mọi người.",
  );
  const arabic = (await ask("GET", `/s/${link}`, undefined, { "accept-language": "ar-EG, en;q=0.5" })).text;
  expect(arabic).toContain('<html lang="ar" dir="rtl">');
  expect(arabic).toContain("أفضّل عدم الإجابة");
  expect((await ask("GET", "/s/none?lang=ja")).text).toContain("このページが見つかりません");
});

test("only the department's languages are offered and taken", async () => {
  const { text } = await ask("GET", `/s/${link}?lang=ko`);
  expect(text).toContain('<html lang="en"');
  expect(text.match(/name="_lang" value="([^"]+)"/g)).toHaveLength(3);
  const [instrument] = await instruments();
  expect(await send("vi", instrument!)).toBe(201);
  expect(await send("ko", instrument!)).toBe(422);
});

test("a language that is added in the middle of a wave breaks no series, and pages made before it are still taken", async () => {
  const before = (await instruments()).at(-1)!;
  const { changes } = await manage<{ changes: string[] }>("PUT", "folders", {
    files: filesIn(["en", "vi", "ar", "ko"]),
  });
  expect(changes).toContain("languages of the instrument: ko is new.");
  expect(changes.filter((change) => /series|instrument: .* (changed|gone)/.test(change))).toEqual([]);
  const after = (await instruments()).at(-1)!;
  expect(after).not.toBe(before);
  expect(await send("ko", after)).toBe(201);
  expect(await send("vi", before)).toBe(201);
  now += 61_000; // Pages may come from what was known a minute ago.
  expect((await ask("GET", `/s/${link}?lang=ko`)).text).toContain("우리 동네 경찰은 사람들을 존중하며 대한다.");
});
