import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { describeInterface } from "./describe-interface.ts";

/** `GET /api/v1/openapi.json` */
export const openapi = () => {
  const body = JSON.stringify(describeInterface());
  return async (): Promise<APIGatewayProxyStructuredResultV2> => ({
    statusCode: 200,
    headers: { "content-type": "application/json", "cache-control": "public, max-age=300" },
    body,
  });
};
