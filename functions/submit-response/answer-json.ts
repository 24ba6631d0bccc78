import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Problem } from "../../lib/problems/problem.ts";
import type { RefusedField } from "../../lib/problems/survey.ts";
import { readSubmission } from "../../lib/survey/submission.ts";
import { acceptSubmission } from "./accept-submission.ts";
import type { FormNeeds } from "./answer-form.ts";

/**
 * `POST /api/v1/responses`: 201 when stored, 200 when the same answers were there already.
 * @param now ms since 1970
 * @throws Problem `answers-refused`, `submission-refused`, `wave-closed`, `unknown-link`, `store-unavailable`
 */
export async function answerJson(
  { registry, stores, log }: Pick<FormNeeds, "registry" | "stores" | "log">,
  body: unknown,
  now: number,
): Promise<APIGatewayProxyStructuredResultV2> {
  const read = readSubmission(body);
  if ("refused" in read) throw new Problem("answers-refused", { fields: read.refused });
  const { submission } = read;
  const arrival = { ...submission, from: "json", trapped: false, now } as const;
  const outcome = await acceptSubmission({ registry, answers: stores.answers, log }, arrival);
  switch (outcome.kind) {
    case "stored":
      return stored(201, submission.submission, outcome.receipt);
    case "already":
      return stored(200, submission.submission, outcome.receipt);
    case "refused":
      throw new Problem("submission-refused", {});
    case "closed": {
      const { reason, open } = outcome.closed;
      if (reason === "unknown-wave") throw notOneOf("wave", "the link's survey has no such wave");
      throw new Problem("wave-closed", { wave: submission.wave, ...(open && { openWave: open.wave }) });
    }
    case "outdated":
      throw notOneOf("instrument", `expected ${outcome.wave.instruments.join(" or ")}`);
    case "faulty":
      throw new Problem("answers-refused", { fields: outcome.fields });
  }
}

function stored(
  statusCode: number,
  submission: string,
  receipt: string | undefined,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ submission, stored: true, receipt }),
  };
}

function notOneOf(field: string, reason: string): Problem {
  const fields: RefusedField[] = [{ field, code: "not-an-option", reason }];
  return new Problem("answers-refused", { fields });
}
