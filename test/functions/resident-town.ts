import { createHash, createHmac, randomBytes } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Needs } from "../../functions/needs.ts";
import { documentKey, type SurveyRecord, type WaveKeys } from "../../lib/stores/registry.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Area, Department, Survey } from "../../lib/survey/department.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Link } from "../../lib/survey/link.ts";
import { instrumentHash } from "../../lib/survey/parse-instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const core1 = builtInInstrument("core-1", ["en", "es"])!;
export const version = instrumentHash(core1, sha256);
export const opens = Date.parse("2026-03-01T00:00:00Z");
export const closes = Date.parse("2026-03-31T00:00:00Z");
/** In the middle of the wave. */
export const during = Date.parse("2026-03-10T12:00:00Z");
export const link = "k7q2m9";

export const department: Department = {
  id: "riverton",
  name: { en: "Riverton Police Department", es: "Departamento de Policía de Riverton" },
  languages: ["en", "es"],
  timeZone: "America/Phoenix",
  contact: { en: "survey@riverton.example or 555-0100", es: "survey@riverton.example o 555-0100" },
};

export const survey: Survey = {
  id: "trust",
  title: { en: "Trust and safety in Riverton", es: "Confianza y seguridad en Riverton" },
  instrument: "core-1.json",
  samplingMode: { open: "nonprobability" },
  population: { en: "adults living in Riverton" },
  graceMinutes: 15,
  retentionDays: 90,
  areas: "area",
  margins: [],
  groups: [],
  confidence: 0.95,
  release: "automatic",
  licence: "CC-BY-4.0",
  sponsor: { en: "The City of Riverton", es: "La Ciudad de Riverton" },
};

export const areas = [
  { id: "north", name: "North Side" },
  { id: "south", name: "South Side" },
  { id: "river", name: "River District" },
];

export const wave: Wave = {
  department: department.id,
  survey: survey.id,
  wave: "2026-q1",
  opens: new Date(opens).toISOString(),
  closes: new Date(closes).toISOString(),
  graceMinutes: 15,
  expires: closes / 1000 + 90 * 86_400,
  trial: false,
  instruments: [version],
};

export const nextWave: Wave = {
  ...wave,
  wave: "2026-q2",
  opens: "2026-04-01T00:00:00.000Z",
  closes: "2026-04-30T00:00:00.000Z",
};

const pageKey = "11".repeat(32);
const pepper = "22".repeat(32);
/** As the custodian's ledger holds it. */
export const codeHash = (code: string): string =>
  createHmac("sha256", Buffer.from(pepper, "hex")).update(code).digest("hex");

export interface Town {
  readonly needs: Needs;
  readonly logged: Readonly<Record<string, unknown>>[];
  write(key: Parameters<Needs["stores"]["registry"]["read"]>[0], value: unknown): Promise<void>;
  putWave(wave: Wave): Promise<void>;
  putLink(link: Partial<Link> & { id: string }): Promise<void>;
  putSurvey(changes: Partial<Survey>, instrument?: Instrument, areas?: readonly Area[]): Promise<void>;
  stored(of?: Wave): Promise<readonly Response[]>;
  close(): Promise<void>;
}

/** A town with one survey, `core-1`, one open wave, a link; on real stores, in a folder of its own unless some are given. */
export async function residentTown(waves: readonly Wave[] = [wave], given?: TemporaryStores): Promise<Town> {
  const { stores, close } = given ?? (await temporaryStores());
  const logged: Record<string, unknown>[] = [];
  const write: Town["write"] = async (key, value) => {
    const before = await stores.registry.read(key);
    await stores.registry.write(key, value, before?.version ?? 0);
  };
  const town: Town = {
    needs: { stores, random: randomBytes, log: (outcome) => logged.push(outcome) },
    logged,
    write,
    async putWave(wave) {
      await write(documentKey.wave(wave.department, wave.wave), wave);
      const keys: WaveKeys = { page: pageKey, pepper };
      await write(documentKey.waveKeys(wave.department, wave.wave), keys);
    },
    async putLink(changes) {
      const made: Link = { department: "riverton", survey: "trust", place: null, mode: "web", ...changes };
      await write(documentKey.link(made.id), made);
    },
    async putSurvey(changes, instrument = core1, inAreas = areas) {
      const hash = instrumentHash(instrument, sha256);
      const record: SurveyRecord = {
        survey: { ...survey, ...changes },
        instrument: hash,
        population: [],
        areas: inAreas,
        events: [],
      };
      await write(documentKey.survey("riverton", "trust"), record);
      await write(documentKey.instrument("riverton", hash), instrument);
    },
    async stored(of = wave) {
      const all: Response[] = [];
      for await (const page of stores.answers.ofWave(of, 0)) all.push(...page);
      return all;
    },
    close,
  };
  await town.write(documentKey.department("riverton"), department);
  await town.putSurvey({});
  for (const one of waves) await town.putWave(one);
  await town.putLink({ id: link });
  return town;
}

interface Ask {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly link?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly at?: number;
}

/** The event API Gateway would send. */
export function eventOf({
  method = "GET",
  path,
  link,
  query,
  headers,
  body,
  isBase64Encoded,
  at = during,
}: Ask): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...headers },
    ...(query && { queryStringParameters: { ...query } }),
    ...(link !== undefined && { pathParameters: { link } }),
    requestContext: {
      accountId: "test",
      apiId: "test",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "", userAgent: "" },
      requestId: "test",
      routeKey: `${method} ${path}`,
      stage: "$default",
      time: new Date(at).toISOString(),
      timeEpoch: at,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: isBase64Encoded ?? false,
  };
}

export const formEvent = (fields: Readonly<Record<string, string>> | URLSearchParams, ask: Partial<Ask> = {}) =>
  eventOf({
    method: "POST",
    path: `/s/${ask.link ?? link}`,
    link,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    ...ask,
  });

export const jsonEvent = (value: unknown, ask: Partial<Ask> = {}) =>
  eventOf({
    method: "POST",
    path: "/api/v1/responses",
    headers: { "content-type": "application/json" },
    body: typeof value === "string" ? value : JSON.stringify(value),
    ...ask,
  });

/** The value of each field that a page sends by itself. */
export function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = "", value = ""] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields[name] = value;
  return fields;
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => unknown;

/** A handler's answer, as text. */
export async function answerOf(
  handler: Handler,
  event: APIGatewayProxyEventV2,
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const result = (await handler(event, {} as Context)) as APIGatewayProxyStructuredResultV2;
  return {
    status: result.statusCode ?? 0,
    headers: (result.headers ?? {}) as Record<string, string>,
    body: result.body ?? "",
  };
}
