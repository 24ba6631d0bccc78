import * as z from "zod";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { documentKey } from "../../lib/stores/registry.ts";
import { type Link, linkModes, newLinkId, normalizeLinkId, storedPlace } from "../../lib/survey/link.ts";
import type { Request } from "./request.ts";

/** `GET links` */
export async function listLinks({ registry }: Request): Promise<{ links: readonly Link[] }> {
  return { links: await registry.fresh.links() };
}

const newLinks = z.strictObject({
  department: z.string(),
  survey: z.string(),
  count: z.int().min(1).max(200),
  place: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, "small letters, digits, “.”, “_” and “-”, at most 40, not a mark first")
    .nullable(),
  mode: z.enum(linkModes),
});

/**
 * `POST links`: makes so many.
 * @throws Problem `place-too-small` when the place would have fewer than three links: it would tell where somebody stood
 */
export async function makeLinks({ registry, body, random, dryRun }: Request): Promise<{ links: readonly Link[] }> {
  const { department, survey, count, place, mode } = body(newLinks);
  if ((await registry.fresh.survey(department, survey)) === undefined)
    throw new Problem("unknown-survey", { department, survey });
  const known = await registry.fresh.links();
  const ids = new Set(known.map(({ id }) => id));
  const made: Link[] = [];
  while (made.length < count) {
    const id = newLinkId(random);
    if (ids.has(id)) continue;
    ids.add(id);
    made.push({ id, department, survey, place, mode });
  }
  const last = made.at(-1)!;
  if (place !== null && storedPlace(last, [...known, ...made]) !== place)
    throw new Problem("place-too-small", { place, links: count });
  if (dryRun) return { links: made };
  for (const [at, link] of made.entries()) {
    try {
      await registry.store.write(documentKey.link(link.id), link, 0);
    } catch (error) {
      // Somebody made the very same id a moment ago: one in a thousand million.
      if (!isProblem(error, "store-conflict")) throw error;
      const other = { ...link, id: newLinkId(random) };
      await registry.store.write(documentKey.link(other.id), other, 0);
      made[at] = other;
    }
  }
  return { links: made };
}

/** `POST links/{link}/revoke`: no new answers over it; those that came stay, and the place keeps its number of links. */
export async function revokeLink({ registry, path, now, dryRun }: Request): Promise<{ link: Link }> {
  const [typed = ""] = path;
  const id = normalizeLinkId(typed) ?? typed;
  const revoke = (link: Link | undefined): Link => {
    if (link === undefined) throw new Problem("unknown-link", { link: typed });
    return link.revoked === undefined ? { ...link, revoked: new Date(now).toISOString() } : link;
  };
  if (dryRun) return { link: revoke(await registry.fresh.link(id)) };
  return { link: await registry.update<Link>(documentKey.link(id), revoke) };
}
