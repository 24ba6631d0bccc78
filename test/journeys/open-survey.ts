import { answersOf, drawFrom } from "../../lib/local/demo/residents.ts";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";

type Operate = <Value>(method: string, path: string, body?: unknown) => Promise<{ status: number; body: Value }>;

/** A body of `POST /api/v1/responses`. */
export interface Submission {
  readonly submission: string;
  readonly [field: string]: unknown;
}

const day = 86_400_000;

/**
 * Applies a department, makes a link and opens a wave around now, through the management routes.
 * @returns what makes the body of the nth resident's submission
 */
export async function openSurvey(
  operate: Operate,
  now: number = Date.now(),
): Promise<(index: number, submission: string) => Submission> {
  const done = async <Value>(method: string, path: string, body?: unknown): Promise<Value> => {
    const answer = await operate<Value>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await done("PUT", "/api/v1/manage/folders", { files: await riverbendFolder(new Date(now)) });
  const about = { department: "riverbend", survey: "trust" };
  const { links } = await done<{ links: readonly { id: string }[] }>("POST", "/api/v1/manage/links", {
    ...about,
    count: 1,
    place: null,
    mode: "web",
  });
  const opens = new Date(now - 60_000).toISOString();
  const closes = new Date(now + day).toISOString();
  await done("POST", "/api/v1/manage/waves", { ...about, wave: "w1", opens, closes });
  const { waves } = await done<{ waves: readonly { wave: string; instruments: readonly string[] }[] }>(
    "GET",
    "/api/v1/manage/waves?department=riverbend",
  );
  const instrument = waves.find(({ wave }) => wave === "w1")!.instruments.at(-1);
  const residents = answersOf(0, 1_000, drawFrom(1), true);
  return (index, submission) => {
    const { language, answers } = residents[index % residents.length]!;
    return { link: links[0]!.id, wave: "w1", instrument, submission, language, answers };
  };
}
