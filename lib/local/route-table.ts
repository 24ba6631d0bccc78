import type { CatalogueEntry, Route, Scope } from "../../functions/catalogue.ts";

/** A route of a function that fits a request, with the values of its placeholders. */
export interface RouteMatch {
  readonly functionName: string;
  /** As API Gateway names it: `GET /s/{link}`. */
  readonly routeKey: string;
  readonly scopes: readonly Scope[] | undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** `methods`: what the path answers to when it does not answer to this method; empty when there is no such path. */
export type RouteAnswer = { readonly match: RouteMatch } | { readonly methods: readonly string[] };

interface CompiledRoute {
  readonly functionName: string;
  readonly route: Route;
  readonly segments: readonly string[];
}

const isGreedy = (segment: string): boolean => segment.endsWith("+}");
const isPlaceholder = (segment: string): boolean => segment.startsWith("{");
/** Fixed text before a placeholder, a placeholder before a greedy one, at the first segment where two routes differ. */
const rank = (segment: string): number => (isGreedy(segment) ? 2 : isPlaceholder(segment) ? 1 : 0);

const compareRoutes = (a: CompiledRoute, b: CompiledRoute): number => {
  for (let at = 0; at < Math.min(a.segments.length, b.segments.length); at++) {
    const difference = rank(a.segments[at]!) - rank(b.segments[at]!);
    if (difference !== 0) return difference;
  }
  return 0;
};

/**
 * Finds routes as API Gateway's HTTP APIs do: the most specific one wins, `{proxy+}` takes the rest of the path and at
 * least one segment of it, a trailing slash is another path.
 * @example routeTable(catalogue)("GET", "/s/k7q2") // { match: { functionName: "survey-page", …, pathParameters: { link: "k7q2" } } }
 */
export function routeTable(entries: readonly CatalogueEntry[]): (method: string, path: string) => RouteAnswer {
  const compiled = entries
    .flatMap(({ name, routes }) =>
      routes.map((route) => ({ functionName: name, route, segments: route.path.slice(1).split("/") })),
    )
    .sort(compareRoutes);
  return (method, path) => {
    const parts = path.slice(1).split("/");
    const methods: string[] = [];
    for (const candidate of compiled) {
      const pathParameters = parametersOf(candidate.segments, parts);
      if (!pathParameters) continue;
      const { functionName, route } = candidate;
      if (route.method === method) {
        const routeKey = `${route.method} ${route.path}`;
        return { match: { functionName, routeKey, scopes: route.scopes, pathParameters } };
      }
      if (!methods.includes(route.method)) methods.push(route.method);
    }
    return { methods };
  };
}

function parametersOf(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const greedy = isGreedy(segments.at(-1) ?? "");
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at]!;
    const part = parts[at]!;
    if (!isPlaceholder(segment)) {
      if (segment !== part) return undefined;
    } else {
      const value = isGreedy(segment) ? parts.slice(at).join("/") : part;
      if (value === "") return undefined;
      parameters[segment.replace(/^\{|\+?\}$/g, "")] = decoded(value);
    }
  }
  return parameters;
}

/** A faulty percent sign stays as it is: the function then finds no link of that name. */
function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
