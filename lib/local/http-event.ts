import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import type { HttpCall } from "./call.ts";

/**
 * The event API Gateway would send (HTTP API, payload format 2.0), except that nobody can be recognised from it: the
 * address and the agent are always empty.
 */
export function httpEvent(
  call: HttpCall,
  requestId: string,
): APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer {
  const time = new Date(call.at);
  const host = call.headers.host ?? "localhost";
  return {
    version: "2.0",
    routeKey: call.routeKey,
    rawPath: call.path,
    rawQueryString: call.query,
    ...(call.cookies && { cookies: [...call.cookies] }),
    headers: { ...call.headers },
    ...(call.query !== "" && { queryStringParameters: queryOf(call.query) }),
    pathParameters: { ...call.pathParameters },
    requestContext: {
      accountId: "local",
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(".")[0] ?? host,
      http: { method: call.method, path: call.path, protocol: "HTTP/1.1", sourceIp: "", userAgent: "" },
      requestId,
      routeKey: call.routeKey,
      stage: "$default",
      time: time.toISOString(),
      timeEpoch: call.at,
      ...(call.scope !== undefined && {
        authorizer: {
          jwt: { claims: { scope: call.scope }, scopes: call.scope.split(" ") },
          principalId: "",
          integrationLatency: 0,
        },
      }),
    },
    ...(call.body !== undefined && { body: call.body }),
    isBase64Encoded: call.isBase64Encoded,
  };
}

/** Decoded; a name given twice has its values joined by a comma, as API Gateway does. */
function queryOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}
