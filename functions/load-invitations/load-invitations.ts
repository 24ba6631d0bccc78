import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";
import { jsonBody } from "../../lib/http/json-body.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { documentKey, openRegistry, type Registry, type WaveKeys } from "../../lib/stores/registry.ts";
import { phase, type Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";

/** What one call takes. */
export const mostInvitations = 500;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hex digits");
const designClass = z
  .string()
  .regex(/^([a-z0-9][a-z0-9._-]{0,39})?@(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/, "expected stratum@weight")
  .refine((text) => Number(text.slice(text.lastIndexOf("@") + 1)) > 0, "the weight must be above 0");

const ledgerPart = z.strictObject({
  pepper: hex32,
  invitations: z.array(z.strictObject({ hash: hex32, designClass })).max(mostInvitations),
});
const destruction = z.strictObject({ destroyPepper: z.literal(true) });

/**
 * `POST /api/v1/invitations/{department}/{wave}`: a part of the custodian's ledger, or `{ "destroyPepper": true }`. Loading a
 * part again adds nothing.
 * @throws Problem `unknown-wave`, `request-faulty`, `wave-not-open` when the wave is over, `pepper-differs`, `pepper-in-use`
 */
export const loadInvitations =
  ({ stores, log }: Pick<Needs, "stores" | "log">) =>
  async (event: APIGatewayProxyEventV2): Promise<{ statusCode: number; body: string }> => {
    const { department = "", wave: id = "" } = event.pathParameters ?? {};
    const registry = openRegistry(stores.registry);
    const wave = await registry.fresh.wave(department, id);
    if (wave === undefined) throw new Problem("unknown-wave", { wave: `${department}/${id}` });
    const at = phase(wave, event.requestContext.timeEpoch / 1000);
    const dryRun = event.queryStringParameters?.dryRun === "true";
    const given = jsonBody(event);
    if (destruction.safeParse(given).success) {
      if (at === "planned" || at === "open" || at === "grace" || at === "waiting")
        throw new Problem("pepper-in-use", { wave: id, closes: wave.closes });
      if (!dryRun) await destroyPepper(registry, wave);
      return json({ department, wave: id, pepper: "destroyed" });
    }
    const read = ledgerPart.safeParse(given);
    if (!read.success) {
      const faults = read.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
      throw new Problem("request-faulty", { faults });
    }
    if (at !== "planned" && at !== "open")
      throw new Problem("wave-not-open", { wave: id, phase: at, verb: "given invitations" });
    const { pepper, invitations } = read.data;
    await keepPepper(registry, wave, pepper, dryRun);
    const added = dryRun ? 0 : await stores.answers.addInvitations(wave, invitations);
    log({ outcome: "invitations-loaded", department, wave: id, given: invitations.length, added });
    return json({ department, wave: id, given: invitations.length, added });
  };

/** The first ledger brings the pepper; another one would make the codes of the first worthless. */
async function keepPepper(registry: Registry, wave: Wave, pepper: string, dryRun: boolean): Promise<void> {
  const keep = (keys: WaveKeys | undefined): WaveKeys => {
    if (keys === undefined) throw new Problem("unknown-wave", { wave: `${wave.department}/${wave.wave}` });
    if (keys.pepper === undefined) return { ...keys, pepper };
    if (keys.pepper !== pepper) throw new Problem("pepper-differs", { wave: wave.wave });
    return keys;
  };
  if (dryRun) keep(await registry.fresh.waveKeys(wave.department, wave.wave));
  else await registry.update<WaveKeys>(documentKey.waveKeys(wave.department, wave.wave), keep);
}

async function destroyPepper(registry: Registry, { department, wave }: Wave): Promise<void> {
  await registry.update<WaveKeys>(documentKey.waveKeys(department, wave), (keys) => {
    const { pepper: _gone, ...rest } = keys ?? { page: "" };
    return rest;
  });
}

const json = (value: object) => ({ statusCode: 200, body: JSON.stringify(value) });
