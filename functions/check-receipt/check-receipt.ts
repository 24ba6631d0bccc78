import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { eventLanguage } from "../../lib/http/event-language.ts";
import { pageAnswer } from "../../lib/http/page-answer.ts";
import { checkPage } from "../../lib/pages/check-page.ts";

/** `GET /check`: no survey gives receipts yet, and the page says so. */
export const checkReceipt =
  () =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
    pageAnswer(200, checkPage(eventLanguage(event)));
