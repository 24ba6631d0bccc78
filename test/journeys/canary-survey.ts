import { createHmac, randomBytes } from "node:crypto";
import { hiddenFields } from "../functions/resident-town.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { codeOf, mark, type Sent, sendFrom } from "./canaries.ts";
import type { LocalSystem } from "./local-system.ts";

const form = "application/x-www-form-urlencoded";
const pepper = "22".repeat(32);

/** A survey with a question in words, receipts, letter codes, and both streams. */
export interface CanarySurvey {
  readonly links: readonly string[];
  /** ISO instant. */
  readonly closes: string;
  /** What the nth resident sends over a link: every kind of request that there is, right and wrong. */
  requestOf(index: number, link?: string): Sent;
}

/** Opens it on a running system. @param count of links */
export async function openCanarySurvey(system: LocalSystem, count = 1): Promise<CanarySurvey> {
  const done = async <Value>(method: string, path: string, body?: unknown): Promise<Value> => {
    const answer = await system.operate<Value>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await done("PUT", "/api/v1/manage/folders", { files: folderWithText() });
  const about = { department: "riverton", survey: "core" };
  const wanted = { ...about, count, place: null, mode: "web" };
  const made = await done<{ links: { id: string }[] }>("POST", "/api/v1/manage/links", wanted);
  const links = made.links.map(({ id }) => id);
  const [opens, closes] = [-60_000, 86_400_000].map((after) => new Date(Date.now() + after).toISOString());
  await done("POST", "/api/v1/manage/waves", { ...about, wave: "w1", opens, closes });
  const hash = (code: string) => createHmac("sha256", Buffer.from(pepper, "hex")).update(code).digest("hex");
  const invitations = Array.from({ length: 500 }, (_, at) => ({ hash: hash(codeOf(at * 20 + 2)), designClass: "@1" }));
  await done("POST", "/api/v1/invitations/riverton/w1", { pepper, invitations });
  const first = await sendFrom(10_000, system.url, { path: `/s/${links[0]}` });
  const instrument = hiddenFields(first!.text)._instrument!;
  return { links, closes: closes!, requestOf: (index, link = links[0]!) => requestOf(index, link, instrument) };
}

function folderWithText() {
  const files = rivertonFiles({ survey: { receipts: true } });
  const small = JSON.parse(files["small.json"]);
  small.items.push({ id: "words", type: "text", maxLength: 200, text: { en: "Why?", es: "¿Por qué?" } });
  return { ...files, "small.json": JSON.stringify(small) };
}

function requestOf(index: number, link: string, instrument: string): Sent {
  const submission = randomBytes(16).toString("hex");
  const words = `${mark}-words-${index}`;
  const fields = {
    _submission: submission,
    _wave: "w1",
    _instrument: instrument,
    _language: "en",
    respect: "3",
    words,
  };
  const post = (body: object, path = `/s/${link}`): Sent => ({
    method: "POST",
    path,
    type: form,
    body: new URLSearchParams(body as Record<string, string>).toString(),
  });
  const json = (body: unknown): Sent => ({
    method: "POST",
    path: "/api/v1/responses",
    type: "application/json",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answers = { respect: 3, words };
  const body = { link, wave: "w1", instrument, submission, language: "en", answers };
  const kinds: (() => Sent)[] = [
    () => ({ path: `/s/${link}?lang=en&from=${words}` }),
    () => post(fields),
    () => post({ ...fields, _code: codeOf(index) }),
    () => json(body),
    () => json({ ...body, code: codeOf(index) }),
    () => post({ ...fields, respect: words, [`${mark}${index}`]: words }),
    () => json({ ...body, answers: { ...answers, tenure: words }, [words]: words }),
    () => json(`{"${words}":`),
    () => ({ method: "POST", path: `/s/${link}?${words}`, type: `text/${words}`, body: words }),
    () => post({ ...fields, words: words.padEnd(index % 40 === 9 ? 70_000 : 300, "x") }),
    () => post({ receipt: `${codeOf(index)}ab` }, "/check"),
    () => ({ path: `/s/${codeOf(index)}` }),
    () => ({ path: `/${words}?${words}`, method: index % 2 ? "POST" : "GET" }),
    () => ({ path: `/s/${link}/thanks?receipt=${codeOf(index)}ab` }),
    () => post({ ...fields, _lang: "es", _code: codeOf(index) }),
    () => post({ ...fields, _website: words }),
    () => post({ ...fields, _submission: words }),
    () => ({ path: `/api/v1/manage/status?${words}` }),
    () => ({ path: `/results/${words}/` }),
    () => post(fields, "/s/zzzzzz"),
  ];
  return kinds[index % kinds.length]!();
}
