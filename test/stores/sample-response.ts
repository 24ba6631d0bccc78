import { createHash, randomBytes } from "node:crypto";
import type { Response } from "../../lib/survey/response.ts";
import type { WaveName } from "../../lib/survey/wave.ts";

/** A wave of its own for each test, so that all can share an engine. */
export function sampleWave(): WaveName {
  return { department: "riverton", survey: "trust", wave: `w-${randomBytes(8).toString("hex")}` };
}

/** A made-up response with answers of the size of the default instrument. */
export function sampleResponse(change: Partial<Response> = {}): Response {
  const submission = change.submission ?? randomBytes(16).toString("hex");
  const answers =
    change.answers ?? '[4,5,3,{"missing":"dk"},2,4,1,5,3,4,2,3,"woman","35-44",["white","black"],"north"]';
  return {
    submission,
    instrument: createHash("sha256").update("core-1").digest("hex"),
    stream: "open",
    place: null,
    mode: "web",
    language: "en",
    designClass: "@1",
    flags: [],
    answers,
    digest: createHash("sha256").update(`${submission}\n${answers}`).digest("hex"),
    expires: 2_000_000_000,
    ...change,
  };
}

/** The n-th response of a seed, the same in every process. */
export function numberedResponse(seed: string, n: number): Response {
  const submission = createHash("sha256").update(`${seed} ${n}`).digest("hex").slice(0, 32);
  return sampleResponse({ submission, answers: JSON.stringify([n % 5, "x".repeat(n % 50)]) });
}

/** The hash of the n-th invitation of a seed. */
export function numberedHash(seed: string, n: number): string {
  return createHash("sha256").update(`code ${seed} ${n}`).digest("hex");
}

/** The hash of a made-up letter code. */
export function sampleHash(): string {
  return randomBytes(32).toString("hex");
}

/** Everything that a paged read gives, in one list. */
export async function collected<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

export async function listed<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
