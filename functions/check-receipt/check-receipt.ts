import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { eventLanguage } from "../../lib/http/event-language.ts";
import { pageAnswer } from "../../lib/http/page-answer.ts";
import { type Checked, checkPage } from "../../lib/pages/check-page.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import { normalizeReceipt } from "../../lib/survey/receipt.ts";
import type { Needs } from "../needs.ts";
import { receiptFinder } from "./find-receipt.ts";

/**
 * `GET /check`: where a receipt can be typed. `POST /check`: whether it was counted. What was typed is in the body, so that no
 * address, history or log holds it.
 */
export const checkReceipt = ({ stores }: Pick<Needs, "stores">) => {
  const registry = openRegistry(stores.registry);
  const find = receiptFinder(stores.public);
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const language = eventLanguage(event);
    const reader = registry.cached(event.requestContext.timeEpoch / 1000);
    const departments = await reader.departments();
    const records = (await Promise.all(departments.map(({ id }) => reader.surveys(id)))).flat();
    if (!records.some(({ survey }) => survey.receipts)) return pageAnswer(200, checkPage(language, { kind: "none" }));
    if (event.requestContext.http.method !== "POST") return pageAnswer(200, checkPage(language, { kind: "new" }));
    const { body = "", isBase64Encoded } = event;
    const form = new URLSearchParams(isBase64Encoded ? Buffer.from(body, "base64").toString() : body);
    const typed = form.get("receipt") ?? "";
    const receipt = normalizeReceipt(typed);
    const counted = receipt === undefined ? undefined : await find(reader, receipt);
    const checked: Checked =
      receipt === undefined
        ? { kind: "faulty", typed: typed.slice(0, 40).toWellFormed() }
        : counted === undefined
          ? { kind: "not-found" }
          : { kind: "counted", survey: counted.survey, wave: counted.wave };
    return pageAnswer(receipt === undefined ? 422 : 200, checkPage(language, checked), "no-store");
  };
};
