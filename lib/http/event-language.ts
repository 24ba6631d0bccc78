import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { chooseLanguage } from "../language/choose-language.ts";
import { interfaceLanguages } from "../language/strings.ts";

/**
 * The language to answer a request in: `?lang=`, else the browser's, else the first offered.
 * @example eventLanguage({ queryStringParameters: { lang: "es" }, headers: {} }) // "es"
 */
export function eventLanguage(
  { queryStringParameters, headers }: Pick<APIGatewayProxyEventV2, "queryStringParameters" | "headers">,
  offered: readonly string[] = interfaceLanguages,
): string {
  return chooseLanguage(queryStringParameters?.lang, headers["accept-language"], offered);
}
