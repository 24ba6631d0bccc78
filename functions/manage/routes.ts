import { applyFolder, exportFolder } from "./folders.ts";
import { listLinks, makeLinks, revokeLink } from "./links.ts";
import type { Request } from "./request.ts";
import { listSurveys, readStatus } from "./status.ts";
import { cancel, close, closeWaveImports, extend, listWaves, openWave } from "./waves.ts";

export interface ManageRoute {
  readonly method: "GET" | "POST" | "PUT";
  /** Below `/api/v1/manage/`; `*` stands for one part. */
  readonly path: string;
  readonly answer: (request: Request) => Promise<object>;
}

/** Every management route once. */
export const manageRoutes: readonly ManageRoute[] = [
  { method: "GET", path: "status", answer: readStatus },
  { method: "GET", path: "surveys", answer: listSurveys },
  { method: "PUT", path: "folders", answer: applyFolder },
  { method: "GET", path: "folders/*/*", answer: exportFolder },
  { method: "GET", path: "waves", answer: listWaves },
  { method: "POST", path: "waves", answer: openWave },
  { method: "POST", path: "waves/*/*/close", answer: close },
  { method: "POST", path: "waves/*/*/extend", answer: extend },
  { method: "POST", path: "waves/*/*/cancel", answer: cancel },
  { method: "POST", path: "waves/*/*/close-imports", answer: closeWaveImports },
  { method: "GET", path: "links", answer: listLinks },
  { method: "POST", path: "links", answer: makeLinks },
  { method: "POST", path: "links/*/revoke", answer: revokeLink },
];

/** The route of a request, with the parts of its path that were left open; undefined when there is none. */
export function findRoute(method: string, path: string): { route: ManageRoute; parts: readonly string[] } | undefined {
  const given = path.split("/");
  for (const route of manageRoutes) {
    const wanted = route.path.split("/");
    if (route.method !== method || wanted.length !== given.length) continue;
    if (wanted.every((part, at) => part === "*" || part === given[at]))
      return { route, parts: given.filter((_, at) => wanted[at] === "*") };
  }
  return undefined;
}
