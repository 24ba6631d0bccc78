import * as z from "zod/mini";
import { submissionSchema } from "../../lib/survey/submission.ts";
import { type CatalogueEntry, catalogue, type Route } from "../catalogue.ts";

type Json = Readonly<Record<string, unknown>>;

const problem = {
  type: "object",
  description: "RFC 9457, with a stable code and the refusal's own members",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string" },
    detail: { type: "string", description: "what was wrong, where, what was expected, what to do" },
    fields: {
      type: "array",
      description: "with 422: each field that cannot be stored",
      items: {
        type: "object",
        required: ["field", "code", "reason"],
        properties: { field: { type: "string" }, code: { type: "string" }, reason: { type: "string" } },
      },
    },
    openWave: { type: "string", description: "with 410: the wave that the link leads to now" },
  },
};

const page = { content: { "text/html": { schema: { type: "string" } } } };
const refused = (description: string): Json => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});
const retryAfter = { headers: { "Retry-After": { schema: { type: "integer" }, description: "seconds" } } };

const fallback: Json = { 200: { description: "The answer" }, default: refused("Why not") };
const pages = (...others: readonly (readonly [number, string])[]): Json =>
  Object.fromEntries(
    [[200, "The page"] as const, ...others].map(([status, description]) => [status, { description, ...page }]),
  );

/** What the routes of residents take and answer; the others are described by their entry in the catalogue. */
const known: Readonly<Record<string, Json>> = {
  "GET /": { responses: pages() },
  "GET /s/{link}": { parameters: [languageParameter()], responses: pages([404, "An unknown or revoked link"]) },
  "GET /s/{link}/thanks": { parameters: [languageParameter()], responses: pages([404, "An unknown or revoked link"]) },
  "GET /check": { parameters: [languageParameter()], responses: pages() },
  "POST /check": {
    parameters: [languageParameter()],
    requestBody: {
      required: true,
      content: {
        "application/x-www-form-urlencoded": {
          schema: { type: "object", properties: { receipt: { type: "string" } }, required: ["receipt"] },
        },
      },
    },
    responses: pages([422, "What was typed cannot be a receipt"]),
  },
  "GET /api/v1/openapi.json": {
    responses: {
      200: { description: "This description", content: { "application/json": { schema: { type: "object" } } } },
    },
  },
  "POST /s/{link}": {
    parameters: [languageParameter()],
    requestBody: {
      required: true,
      description: "One field per item id; fields that begin with _ are those of the page.",
      content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } },
    },
    responses: {
      ...pages(
        [404, "An unknown or revoked link"],
        [409, "These answers or this code cannot be used, or the page of the wave that is open now"],
        [410, "The survey has closed"],
        [413, "More than 65,536 bytes"],
        [415, "Not a form"],
        [422, "The page with its error summary, answers kept"],
        [429, "Too many requests"],
        [503, "Answers cannot be stored right now"],
      ),
      303: { description: "Stored, also when it was before: to the thank-you page" },
    },
  },
  "POST /api/v1/responses": {
    requestBody: {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Submission" } } },
    },
    responses: {
      200: { description: "The same submission with the same answers was stored before" },
      201: { description: "Stored" },
      404: refused("An unknown or revoked link"),
      409: refused("This submission id or this code cannot be used; one fixed body, whatever the reason"),
      410: refused("The wave is closed"),
      413: refused("More than 65,536 bytes"),
      415: refused("Not application/json, or compressed"),
      422: refused("What cannot be stored, field by field"),
      429: { ...refused("Too many requests"), ...retryAfter },
      503: { ...refused("Answers cannot be stored right now"), ...retryAfter },
    },
  },
};

/** OpenAPI 3.1 of every route in the catalogue; bodies from the schemas that validate them. */
export function describeInterface(entries: readonly CatalogueEntry[] = catalogue): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const entry of entries) {
    for (const route of entry.routes) {
      // Where nothing is, there is nothing to describe.
      if (route.path === "/{proxy+}") continue;
      const { path, parameters } = pathOf(route);
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(entry, route, parameters) };
    }
  }
  const { $schema: _, ...submission } = z.toJSONSchema(submissionSchema) as Json;
  return {
    openapi: "3.1.0",
    info: {
      title: "Mutual Trust",
      version: "1",
      description:
        "Collects answers about trust in the police and publishes what follows from them. No route answers with a resident's answers.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: { Submission: submission, Problem: problem },
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

const stillRunning: Json = {
  description:
    "Not done yet: `{ status, task }`. The same request with `?task=` waits on, some twenty seconds at a time, until it has the answer.",
  content: { "application/json": { schema: { type: "object" } } },
};

function operation(entry: CatalogueEntry, route: Route, parameters: readonly Json[]): Json {
  const described = known[`${route.method} ${route.path}`];
  const {
    parameters: more = [],
    responses = fallback,
    ...rest
  } = (described ?? {}) as { parameters?: readonly Json[]; responses?: Json };
  return {
    operationId: `${entry.name}-${route.method.toLowerCase()}-${entry.routes.indexOf(route) + 1}`,
    summary: entry.purpose,
    ...(parameters.length + more.length > 0 && { parameters: [...parameters, ...more] }),
    ...(route.scopes && { security: [{ token: route.scopes }] }),
    ...rest,
    responses: entry.callsItself ? { ...responses, 202: stillRunning } : responses,
  };
}

/** `{proxy+}` stands for the rest of the path. */
function pathOf({ path }: Route): { path: string; parameters: readonly Json[] } {
  const plain = path.replaceAll("+}", "}");
  const parameters = [...plain.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return { path: plain, parameters };
}

function languageParameter(): Json {
  return { name: "lang", in: "query", description: "a BCP 47 tag", schema: { type: "string" } };
}
