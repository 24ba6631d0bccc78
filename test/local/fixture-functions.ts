import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogueEntry } from "../../functions/catalogue.ts";

const root = new URL("../../", import.meta.url).href;
const stores = `import { connect } from "${root}lib/stores/connect.ts"; const stores = await connect(process.env);`;

/** Small functions that do what a real one may do, and what none should. */
const sources = {
  echo: `export const handler = async (event) => ({ statusCode: 200, headers: { "Content-Type": "application/json", "X-Name": "1" },
    cookies: ["a=1", "b=2"], body: JSON.stringify({ event, environment: process.env }) });`,
  page: `export const handler = async () => ({ statusCode: 200, headers: { "content-type": "text/html; charset=utf-8" },
    body: "<p>Trust</p>".repeat(500) });`,
  picture: `export const handler = async () => ({ statusCode: 200, headers: { "content-type": "image/png" },
    isBase64Encoded: true, body: Buffer.from([0, 255, 10, 13]).toString("base64") });`,
  count: `${stores} export const handler = async (event) => {
    const key = { kind: "count", scope: "", id: event.pathParameters.id };
    const version = await stores.registry.write(key, { at: event.requestContext.timeEpoch }, 0);
    return { statusCode: 201, body: String(version) }; };`,
  overreach: `${stores} export const handler = async () => {
    await stores.answers.deleteWave({ department: "d", survey: "s", wave: "w" }); return { statusCode: 200 }; };`,
  publish: `${stores} export const handler = async () => {
    await stores.public.put({ key: "data/x/a.txt", bytes: Buffer.from("published"), contentType: "text/plain", cacheControl: "no-cache" });
    return { statusCode: 204 }; };`,
  crash: `export const handler = async (event) => { if (event.rawQueryString === "now") setImmediate(() => { throw new TypeError("secret answer"); });
    else if (event.rawQueryString === "hang") for (;;);
    else if (event.rawQueryString === "throw") throw new RangeError("secret answer");
    else if (event.rawQueryString === "slow") {
      process.stdout.write("slow\\n");
      await new Promise((resolve) => setTimeout(resolve, 900));
    }
    else if (event.rawQueryString === "never") await new Promise(() => {});
    return { statusCode: 200, body: "alive" }; };`,
  broken: `throw new TypeError("secret answer");`,
  job: `let runs = 0; export const handler = async (event) => { runs++; process.stdout.write('{"outcome":"ran"}\\n'); if (event.time.startsWith("1970-01-01T00:00:13")) throw new Error("no");
    return { runs, event }; };`,
} as const;

const entry = (name: keyof typeof sources, more: Partial<CatalogueEntry>): CatalogueEntry => ({
  name,
  purpose: "",
  routes: [{ method: "GET", path: `/${name}` }],
  grants: [],
  memoryMegabytes: 64,
  timeoutSeconds: 5,
  ...more,
});

export const fixtureEntries: readonly CatalogueEntry[] = [
  entry("echo", {
    routes: [
      { method: "GET", path: "/echo/{proxy+}" },
      { method: "POST", path: "/echo/{id}" },
      { method: "POST", path: "/closed/{id}", scopes: ["trust:manage"] },
      { method: "GET", path: "/closed/{id}", scopes: ["trust:read", "trust:manage"] },
    ],
  }),
  entry("page", {}),
  entry("picture", {}),
  entry("count", {
    routes: [{ method: "POST", path: "/count/{id}" }],
    grants: [{ store: "registry", may: ["read", "write"] }],
  }),
  entry("overreach", { grants: [{ store: "answers", may: ["add"] }] }),
  entry("publish", { grants: [{ store: "public", may: ["put"] }] }),
  entry("crash", { timeoutSeconds: 3 }),
  entry("broken", {}),
  entry("job", { routes: [], everyMinutes: 10 }),
];

/** Writes the functions into a folder as a build would leave them. */
export function writeFixtureFunctions(folder: string): void {
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "handler.mjs"), source);
  }
}
