import { Problem } from "../../problems/problem.ts";
import { type Credentials, signedHeaders } from "../kms/signed-request.ts";
import type { Later } from "../later.ts";

interface LambdaSettings {
  /** Name of the function itself. */
  readonly name: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Instead of the region's own. */
  readonly endpoint?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const attempts = 4;
const timeoutMilliseconds = 5_000;

/** One operation over signed HTTPS, `Invoke` as an event. Why not its client: docs/decisions/0006-signing.md. */
export function lambdaLater({ name, region, credentials, endpoint, now }: LambdaSettings): Later {
  const url = new URL(
    `/2015-03-31/functions/${name}/invocations`,
    endpoint ?? `https://lambda.${region}.amazonaws.com/`,
  );
  const extra = { "x-amz-invocation-type": "Event" };
  return {
    async start(event) {
      const body = JSON.stringify(event);
      for (let attempt = 1; ; attempt++) {
        const headers = signedHeaders({ url, extra, body, service: "lambda", region }, credentials, now());
        const signal = AbortSignal.timeout(timeoutMilliseconds);
        const answer = await fetch(url, { method: "POST", headers, body, redirect: "error", signal }).catch(
          () => undefined,
        );
        await answer?.body?.cancel();
        if (answer?.status === 202) return;
        if (attempt === attempts || (answer && answer.status < 429))
          throw new Problem("store-unavailable", { reason: `Lambda answered with ${answer?.status ?? "nothing"}` });
        await new Promise((done) => setTimeout(done, 100 * 2 ** attempt));
      }
    },
  };
}
