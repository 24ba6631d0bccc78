import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod";
import { jsonBody } from "../../lib/http/json-body.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import type { Needs } from "../needs.ts";
import { findRoute } from "./routes.ts";

/**
 * Departments, waves and links, over the registry alone: this function cannot read an answer.
 * @throws Problem `unknown-route`, `request-faulty`, and what the routes refuse
 */
export const manage =
  ({ stores, random, log }: Needs) =>
  async (event: APIGatewayProxyEventV2): Promise<{ statusCode: number; body: string }> => {
    const { method } = event.requestContext.http;
    const path = event.pathParameters?.proxy ?? "";
    const found = findRoute(method, path);
    if (found === undefined) throw new Problem("unknown-route", { method, path });
    const { route, parts } = found;
    const dryRun = event.queryStringParameters?.dryRun === "true";
    const answer = await route.answer({
      registry: openRegistry(stores.registry),
      path: parts,
      query: event.queryStringParameters ?? {},
      body: (schema) => read(schema, event),
      now: event.requestContext.timeEpoch,
      random,
      dryRun,
    });
    if (method !== "GET" && !dryRun) log({ outcome: "managed", method, route: route.path });
    return { statusCode: 200, body: JSON.stringify(answer) };
  };

function read<Value>(schema: z.ZodType<Value>, event: APIGatewayProxyEventV2): Value {
  const parsed = schema.safeParse(jsonBody(event));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new Problem("request-faulty", { faults });
}
