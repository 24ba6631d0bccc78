import { randomBytes } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { catalogue, type FunctionName } from "../../functions/catalogue.ts";
import { importResponses } from "../../functions/import-responses/import-responses.ts";
import { loadInvitations } from "../../functions/load-invitations/load-invitations.ts";
import { manage } from "../../functions/manage/manage.ts";
import type { Needs } from "../../functions/needs.ts";
import { tallyWaves } from "../../functions/tally-waves/tally-waves.ts";
import { routeTable } from "../../lib/local/route-table.ts";
import type { StoreGrant } from "../../lib/stores/grant.ts";
import { openRegistry, type Registry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";

/** The management functions over embedded stores, each with the rights of its catalogue entry and no other. */
export interface Installation {
  readonly stores: Stores;
  readonly registry: Registry;
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** Calls a route at a time of the event's own. @throws what the function throws */
  call<Value>(at: string | number, method: string, path: string, body?: unknown): Promise<Value>;
  /** One run of the job. */
  runTallyJob(at: string | number): Promise<unknown>;
  close(): Promise<void>;
}

type Handler = (event: never) => Promise<unknown>;

const factories: Readonly<Partial<Record<FunctionName, (needs: Needs) => Handler>>> = {
  manage,
  "import-responses": importResponses,
  "load-invitations": loadInvitations,
  "tally-waves": tallyWaves,
};

export async function openInstallation(): Promise<Installation> {
  const temporary = await temporaryStores();
  const logged: Readonly<Record<string, unknown>>[] = [];
  const handlers = handlersOver(temporary, (line) => logged.push(line));
  const routeOf = routeTable(catalogue);
  return {
    stores: temporary.stores,
    registry: openRegistry(temporary.stores.registry),
    logged,
    async call<Value>(at: string | number, method: string, path: string, body?: unknown) {
      const [plain = "", query = ""] = path.split("?");
      const route = routeOf(method, plain);
      if (!("match" in route)) throw new Error(`no route for ${method} ${path}`);
      const event = {
        pathParameters: route.match.pathParameters,
        queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
        requestContext: { timeEpoch: Number(new Date(at)), http: { method } },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      } as unknown as APIGatewayProxyEventV2;
      const answer = await handlers[route.match.functionName as FunctionName]!(event as never);
      return JSON.parse((answer as { body: string }).body) as Value;
    },
    runTallyJob: (at) => {
      const event = { source: "mutual-trust.schedule", time: new Date(at).toISOString() };
      return handlers["tally-waves"]!(event as never);
    },
    close: () => temporary.close(),
  };
}

function handlersOver(temporary: TemporaryStores, log: Needs["log"]): Readonly<Partial<Record<FunctionName, Handler>>> {
  return Object.fromEntries(
    catalogue.flatMap(({ name, grants }) => {
      const factory = factories[name];
      const stores = temporary.as(grants as readonly StoreGrant[]);
      return factory ? [[name, factory({ stores, random: randomBytes, log })]] : [];
    }),
  );
}
