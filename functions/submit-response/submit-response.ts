import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { eventLanguage } from "../../lib/http/event-language.ts";
import { jsonBody } from "../../lib/http/json-body.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import type { Needs } from "../needs.ts";
import { answerForm } from "./answer-form.ts";

/** Whether a request is answered with pages: a form, not JSON. */
export const isForm = ({ rawPath }: Pick<APIGatewayProxyEventV2, "rawPath">): boolean => rawPath.startsWith("/s/");

/**
 * `POST /s/{link}` and `POST /api/v1/responses`: stores one resident's answers. Both do the same thing to the same store.
 * @throws Problem as `answerJson`; for a form only `unknown-link` and `store-unavailable`
 */
export const submitResponse = ({ stores, random, log }: Needs) => {
  const registry = openRegistry(stores.registry);
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const now = event.requestContext.timeEpoch;
    if (!isForm(event)) {
      // Loaded with the first JSON body: a form needs no schema, and most of what residents send are forms.
      const { answerJson } = await import("./answer-json.ts");
      return answerJson({ registry, stores, log }, jsonBody(event), now);
    }
    const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString() : (event.body ?? "");
    const link = event.pathParameters?.link ?? "";
    const form = new URLSearchParams(text);
    return answerForm({ registry, stores, random, log }, { link, form, language: eventLanguage(event), now });
  };
};
