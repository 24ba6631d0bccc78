import { Problem } from "../problems/problem.ts";

/** The part of an API Gateway event (HTTP API, payload 2.0) that holds its body. */
interface BodyEvent {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean;
}

/**
 * The JSON value in the body of a request.
 * @throws Problem `not-json` when there is none, or it is not UTF-8
 * @example jsonBody({ body: '{"rows":[]}' }) // { rows: [] }
 */
export function jsonBody({ body, isBase64Encoded = false }: BodyEvent): unknown {
  try {
    const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Problem("not-json", { reason: body ? (cause as Error).message : "it is empty" }, { cause });
  }
}
