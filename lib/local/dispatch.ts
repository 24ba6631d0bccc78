import type { IncomingHttpHeaders } from "node:http";
import { allScopes, type CatalogueEntry, type Scope } from "../../functions/catalogue.ts";
import type { ObjectStore } from "../stores/object-store.ts";
import type { Reply } from "./call.ts";
import type { DevelopmentIssuer } from "./development-issuer.ts";
import type { FunctionWorker } from "./function-worker.ts";
import { isPublicPath, publicObjects } from "./public-objects.ts";
import { refusal } from "./reply.ts";
import { eventBody, passedHeaders, splitTarget } from "./request.ts";
import { type RouteMatch, routeTable } from "./route-table.ts";
import { checkToken, type TrustedIssuer } from "./token-check.ts";
import type { Plan } from "./web-server.ts";

/** How a caller shows its rights: it has them all (socket), it names them (in process), or by a token. */
export type Authority = "all" | readonly Scope[] | { readonly trusted: TrustedIssuer | undefined };

export type Dispatch = (
  method: string,
  target: string,
  headers: IncomingHttpHeaders,
  authority: Authority,
  at?: number,
  caller?: string,
) => Plan | Promise<Plan>;

export interface DispatchNeeds {
  readonly entries: readonly CatalogueEntry[];
  readonly workers: ReadonlyMap<string, FunctionWorker>;
  readonly objects: ObjectStore;
  readonly development: DevelopmentIssuer | undefined;
  readonly now: () => number;
}

/** What anybody may send; the functions' own limits are lower and answer in the resident's language. */
const openBodyLimit = 262_144;
/** Lambda's limit for a request. */
const closedBodyLimit = 6_291_456;

/** Chooses what answers a request: a public object, a function, or a refusal. */
export function dispatcher({ entries, workers, objects, development, now }: DispatchNeeds): Dispatch {
  const routeOf = routeTable(entries);
  const serve = publicObjects(objects);

  const toFunction = (
    match: RouteMatch,
    request: {
      method: string;
      path: string;
      query: string;
      headers: IncomingHttpHeaders;
      at: number;
      caller: string | undefined;
    },
    scope: string | undefined,
  ): Plan => ({
    bodyLimit: match.scopes ? closedBodyLimit : openBodyLimit,
    answer(bytes) {
      const { method, path, query, at } = request;
      const { headers, cookies } = passedHeaders(request.headers, request.caller);
      const { routeKey, pathParameters } = match;
      const body = eventBody(bytes, headers["content-type"]);
      const call = { routeKey, pathParameters, method, path, query, headers, cookies, at, scope, ...body };
      return workers.get(match.functionName)!.call(call);
    },
  });

  return (method, target, headers, authority, at = now(), caller = undefined) => {
    const split = splitTarget(target);
    if (!split) return refused(refusal(400, "Bad request", "The address is no path."));
    const { path, query } = split;
    if (isPublicPath(path)) {
      const request = { method, path, headers: headers as Readonly<Record<string, string | undefined>> };
      const answer = async (): Promise<Reply> => {
        const reply = await serve(request);
        const route = reply.status === 404 && headers.accept?.includes("text/html") && routeOf(method, path);
        if (!route || !("match" in route)) return reply;
        // A browser gets the page of whoever answers for what is nowhere, in its language.
        return toFunction(route.match, { method, path, query, headers, at, caller }, undefined).answer(undefined);
      };
      return { bodyLimit: 0, answer };
    }
    if (path === tokenPath && development && authority === "all") return tokens(development, method, at);
    const route = routeOf(method, path);
    if (!("match" in route)) return refused(noRoute(route.methods, path, headers.accept));
    const { match } = route;
    const request = { method, path, query, headers, at, caller };
    if (!match.scopes) return toFunction(match, request, undefined);
    if (authority === "all") return toFunction(match, request, allScopes.join(" "));
    if (!("trusted" in authority)) {
      const allowed = match.scopes.some((scope) => authority.includes(scope));
      return allowed ? toFunction(match, request, authority.join(" ")) : refused(forbidden(match.scopes));
    }
    return checkToken(headers.authorization, match.scopes, authority.trusted, now()).then((outcome) =>
      "refused" in outcome ? refused(outcome.refused) : toFunction(match, request, outcome.scope),
    );
  };
}

const tokenPath = "/dev/token";

/** Over the socket only: who may open it owns the data folder anyway. */
function tokens(issuer: DevelopmentIssuer, method: string, at: number): Plan {
  if (method !== "POST") return refused(noRoute(["POST"], tokenPath, undefined));
  return {
    bodyLimit: 4_096,
    async answer(bytes) {
      const wanted = new URLSearchParams(bytes?.toString("utf8") ?? "").get("scope") ?? "";
      const scopes = wanted === "" ? allScopes : wanted.split(" ");
      const body = { access_token: await issuer.token(scopes, 60, at), token_type: "Bearer", expires_in: 3600 };
      const headers = { "content-type": "application/json", "cache-control": "no-store" };
      return { status: 200, headers, body: JSON.stringify(body) };
    },
  };
}

const refused = (reply: Reply): Plan => ({ bodyLimit: openBodyLimit, answer: async () => reply });

const forbidden = (scopes: readonly Scope[]): Reply =>
  refusal(403, "Forbidden", `This address needs one of the scopes ${scopes.join(", ")}.`);

function noRoute(methods: readonly string[], path: string, accept: string | undefined): Reply {
  if (methods.length === 0) {
    return refusal(404, "Not found", `There is nothing at ${path.slice(0, 100)}. Check the address.`, {}, accept);
  }
  return refusal(405, "Method not allowed", `This address takes ${methods.join(", ")}.`, { allow: methods.join(", ") });
}
