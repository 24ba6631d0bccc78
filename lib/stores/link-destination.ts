import { Problem } from "../problems/problem.ts";
import type { Department } from "../survey/department.ts";
import { type Link, normalizeLinkId } from "../survey/link.ts";
import type { Wave } from "../survey/wave.ts";
import type { Registry, RegistryReader, SurveyRecord } from "./registry.ts";

/** What a link leads to. */
export interface Destination {
  readonly link: Link;
  readonly department: Department;
  readonly record: SurveyRecord;
  /** By opening. */
  readonly waves: readonly Wave[];
}

/**
 * Where a link leads, from the cache; read afresh before it is refused.
 * @param typed the link as it came, perhaps typed off a poster
 * @param now   seconds since 1970
 * @throws Problem `unknown-link` for a link that does not exist or is revoked
 */
export async function followLink(registry: Registry, typed: string, now: number): Promise<Destination> {
  const id = normalizeLinkId(typed);
  if (id === undefined) throw new Problem("unknown-link", { link: typed.slice(0, 40).toWellFormed() });
  return (await destination(registry.cached(now), id, now)) ?? (await followLinkAfresh(registry, id, now));
}

/** As `followLink`, past the cache: what a refusal has to rest on. */
export async function followLinkAfresh(registry: Registry, id: string, now: number): Promise<Destination> {
  const found = await destination(registry.fresh, id, now);
  if (!found) throw new Problem("unknown-link", { link: id });
  return found;
}

async function destination(reader: RegistryReader, id: string, now: number): Promise<Destination | undefined> {
  const link = await reader.link(id);
  if (!link || (link.revoked !== undefined && Date.parse(link.revoked) <= now * 1000)) return undefined;
  const [department, record, waves] = await Promise.all([
    reader.department(link.department),
    reader.survey(link.department, link.survey),
    reader.waves(link.department, link.survey),
  ]);
  return department && record && { link, department, record, waves };
}
