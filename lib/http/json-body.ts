import { Problem } from "../problems/problem.ts";

/** The part of an API Gateway event (HTTP API, payload 2.0) that holds its body. */
interface BodyEvent {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean;
}

/**
 * The JSON value in the body of a request.
 * @throws Problem `not-json` when there is none, it is not UTF-8, or it is nested too deep
 * @example jsonBody({ body: '{"rows":[]}' }) // { rows: [] }
 */
export function jsonBody({ body, isBase64Encoded = false }: BodyEvent): unknown {
  try {
    const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
    return within(mostDepth, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new Problem("not-json", { reason: body ? (cause as Error).message : "it is empty" }, { cause });
  }
}

/** Deeper than anything this interface describes (a map's coordinates are the deepest). */
const mostDepth = 16;

function within(depth: number, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) throw new SyntaxError(`it is nested deeper than ${mostDepth} levels`);
  for (const part of Object.values(value)) within(depth - 1, part);
  return value;
}
