import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll } from "vitest";
import { type CatalogueEntry, catalogue } from "../../functions/catalogue.ts";
import { DataStack } from "../../lib/infra/data-stack.ts";
import { ServiceStack } from "../../lib/infra/service-stack.ts";

// Templates say the same whatever the bundles hold, so these are empty; the bundle has tests of its own.
const bundle = mkdtempSync(join(tmpdir(), "bundle-"));
for (const { name } of catalogue) {
  mkdirSync(join(bundle, name));
  writeFileSync(join(bundle, name, "handler.mjs"), "export const handler = async () => ({});");
}
const outdir = mkdtempSync(join(tmpdir(), "cdk-"));
afterAll(() => {
  for (const folder of [bundle, outdir]) rmSync(folder, { recursive: true });
});

function stacks(context: object, region: string) {
  const app = new App({ outdir, context });
  const env = { region };
  const data = new DataStack(app, "Data", { env });
  return { data, service: new ServiceStack(app, "Service", { env, data, bundle }) };
}
const { data, service } = stacks({}, "us-east-1");
export const dataTemplate = Template.fromStack(data);
export const serviceTemplate = Template.fromStack(service);
/** The service as it is deployed with these settings (`-c name=value`). */
export const withContext = (context: object, region = "us-east-1"): Template =>
  Template.fromStack(stacks(context, region).service);
export const entries: readonly CatalogueEntry[] = catalogue;

export const list = <Item>(one: Item | readonly Item[]): readonly Item[] => (Array.isArray(one) ? one : [one as Item]);
export const found = (template: Template, type: string): Record<string, Json>[] =>
  Object.values(template.findResources(type)).map((resource) => resource.Properties);
// Templates are JSON without a type of their own.
export type Json = ReturnType<typeof JSON.parse>;
