import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { isProblem, Problem, type ProblemCode, type ProblemDetail } from "../lib/problems/problem.ts";
import type { Later } from "../lib/stores/later.ts";
import type { DocumentKey } from "../lib/stores/registry-store.ts";
import { longestRunSeconds } from "../lib/survey/wave.ts";
import type { Needs } from "./needs.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
type Work = (event: APIGatewayProxyEventV2) => Promise<unknown>;

/** What a function sends itself: the request that somebody waits for, and the name under which its answer is kept. */
export interface TaskEvent {
  readonly source: "mutual-trust.task";
  readonly task: string;
  readonly key: DocumentKey;
  readonly request: Pick<
    APIGatewayProxyEventV2,
    "pathParameters" | "queryStringParameters" | "body" | "isBase64Encoded"
  > & {
    readonly requestContext: { readonly timeEpoch: number; readonly http: { readonly method: string } };
  };
}

/** The newest run of a request. Its answer is given once, then forgotten. */
interface TaskDocument {
  readonly task: string;
  /** Seconds since 1970. */
  readonly since: number;
  /** The body gzipped, in base64: a document holds at most 350,000 bytes. */
  readonly answer?: { readonly statusCode: number; readonly gzip: string };
  readonly refused?: { readonly code: ProblemCode; readonly detail: unknown };
  readonly failed?: true;
}

const forgotten: TaskDocument = { task: "", since: 0 };

/** API Gateway and CloudFront wait 30 s. */
const waits = 40;
const waitMilliseconds = 500;

/**
 * Work whose answer may take longer than the way to it stays open. The request starts it, or joins the run that is under way, and
 * waits for some twenty seconds; then it answers `202 { status: "running", task }`, and the same request with `?task=` waits on.
 * Without `later` a request may last as long as the work, and nothing of this happens.
 * @param pause ms to wait; tests do not wait
 */
export function longWork(
  { stores: { registry }, random }: Pick<Needs, "stores" | "random">,
  later: Later | undefined,
  work: Work,
  pause: (milliseconds: number) => Promise<unknown> = setTimeout,
): { readonly answer: Work; run(event: TaskEvent): Promise<void> } {
  const read = async (key: DocumentKey) => {
    const stored = await registry.read<TaskDocument>(key);
    return { version: stored?.version ?? 0, value: stored?.value };
  };
  const write = async (key: DocumentKey, value: TaskDocument, version: number): Promise<boolean> => {
    try {
      await registry.write(key, value, version);
      return true;
    } catch (error) {
      if (isProblem(error, "store-conflict")) return false;
      throw error;
    }
  };

  /** The run to wait for: the one that is asked for by its name, or is under way, or a new one. */
  const begin = async (event: APIGatewayProxyEventV2, key: DocumentKey, start: Later): Promise<string> => {
    const now = event.requestContext.timeEpoch / 1000;
    const asked = event.queryStringParameters?.task;
    for (;;) {
      const { version, value } = await read(key);
      const isDone = value?.answer ?? value?.refused ?? value?.failed;
      // A run that has not answered for so long is gone.
      const isUnderWay = value !== undefined && value.task !== "" && !isDone && now - value.since < longestRunSeconds;
      if (value && (isUnderWay || (isDone && value.task === asked))) return value.task;
      const task = Buffer.from(random(12)).toString("hex");
      if (!(await write(key, { task, since: now }, version))) continue;
      const { pathParameters = {}, queryStringParameters = {}, body, isBase64Encoded, requestContext } = event;
      const { timeEpoch, http } = requestContext;
      const context = { timeEpoch, http: { method: http.method } };
      const request = {
        pathParameters,
        queryStringParameters,
        requestContext: context,
        isBase64Encoded,
        ...(body === undefined ? {} : { body }),
      };
      const started: TaskEvent = { source: "mutual-trust.task", task, key, request };
      try {
        await start.start(started);
      } catch (error) {
        await write(key, forgotten, version + 1);
        throw error;
      }
      return task;
    }
  };

  const waitFor = async (key: DocumentKey, task: string): Promise<Answer> => {
    for (let left = waits; left > 0; left--) {
      const { version, value } = await read(key);
      if (value?.task !== task) break;
      const { answer, refused, failed } = value;
      if (answer || refused || failed) {
        await write(key, forgotten, version);
        if (refused) throw new Problem(refused.code, refused.detail as ProblemDetail<ProblemCode>);
        if (answer)
          return { statusCode: answer.statusCode, body: gunzipSync(Buffer.from(answer.gzip, "base64")).toString() };
        throw new Error("the work failed; its own log line says where");
      }
      await pause(waitMilliseconds);
    }
    return { statusCode: 202, headers: { "retry-after": "1" }, body: JSON.stringify({ status: "running", task }) };
  };

  return {
    async answer(event) {
      if (later === undefined) return work(event);
      const key = keyOf(event);
      return waitFor(key, await begin(event, key, later));
    },
    async run({ task, key, request }) {
      let bug: unknown;
      const told = await work(request as APIGatewayProxyEventV2).then(kept, (error: unknown) => {
        if (isProblem(error)) return { refused: { code: error.code, detail: error.detail } };
        bug = error;
        return { failed: true as const };
      });
      const { version, value } = await read(key);
      // Another run may have taken its place meanwhile.
      if (value?.task === task)
        await write(key, { ...value, ...told }, version).catch((error: unknown) => {
          if (!isProblem(error, "document-too-large")) throw error;
          return write(key, { ...value, refused: { code: error.code, detail: error.detail } }, version);
        });
      if (bug !== undefined) throw bug;
    },
  };
}

const kept = (answer: unknown): Pick<TaskDocument, "answer"> => {
  const { statusCode, body } = answer as Answer;
  return { answer: { statusCode, gzip: gzipSync(body).toString("base64") } };
};

/** One document for each request that would do the same. */
function keyOf({
  requestContext,
  pathParameters,
  queryStringParameters,
  rawPath,
  body,
  isBase64Encoded,
}: APIGatewayProxyEventV2): DocumentKey {
  const { task: _, ...query } = queryStringParameters ?? {};
  const asked = JSON.stringify([requestContext.http.method, rawPath, pathParameters, query, body, isBase64Encoded]);
  return { kind: "task", scope: "", id: createHash("sha256").update(asked).digest("hex") };
}
