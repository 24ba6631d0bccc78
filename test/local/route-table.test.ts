import { describe, expect, test } from "vitest";
import { type CatalogueEntry, catalogue } from "../../functions/catalogue.ts";
import { routeTable } from "../../lib/local/route-table.ts";

const entry = (name: string, ...paths: string[]): CatalogueEntry => ({
  name,
  purpose: "",
  routes: paths.map((path) => ({ method: "GET" as const, path })),
  grants: [],
  memoryMegabytes: 128,
  timeoutSeconds: 1,
});

describe("the most specific route wins, as in API Gateway", () => {
  const find = routeTable([
    entry("greedy", "/a/{proxy+}"),
    entry("placeholder", "/a/{id}", "/a/{id}/c"),
    entry("fixed", "/a/b"),
    entry("deep", "/a/b/{proxy+}"),
    entry("root", "/"),
  ]);
  test.each([
    ["/", "root", {}],
    ["/a/b", "fixed", {}],
    ["/a/x", "placeholder", { id: "x" }],
    ["/a/x/c", "placeholder", { id: "x" }],
    ["/a/x/d", "greedy", { proxy: "x/d" }],
    ["/a/b/c", "deep", { proxy: "c" }],
    ["/a/x/", "greedy", { proxy: "x/" }],
    ["/a/caf%C3%A9", "placeholder", { id: "café" }],
    ["/a/%zz", "placeholder", { id: "%zz" }],
    ["/a/x%2Fy", "placeholder", { id: "x/y" }],
  ])("%s goes to %s", (path, functionName, pathParameters) => {
    expect(find("GET", path)).toMatchObject({ match: { functionName, pathParameters } });
  });
  test.each(["/a", "/b", "/a/", "//a/b"])("%s is no route", (path) => {
    expect(find("GET", path)).toEqual({ methods: [] });
  });
  test("another method is told which ones there are", () => {
    expect(find("POST", "/a/b")).toEqual({ methods: ["GET"] });
  });
});

test("every route of the catalogue leads to its function", () => {
  const find = routeTable(catalogue);
  for (const { name, routes } of catalogue) {
    for (const { method, path } of routes) {
      const filled = path.replaceAll(/\{[^}]+\}/g, "x");
      expect(find(method, filled)).toMatchObject({ match: { functionName: name, routeKey: `${method} ${path}` } });
    }
  }
});
