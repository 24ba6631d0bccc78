import { documentKey, type ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Department } from "../../lib/survey/department.ts";
import type { Request } from "./request.ts";
import { type ListedWave, listWaves } from "./waves.ts";

/** A survey as the routes list it. */
export interface ListedSurvey {
  readonly department: string;
  readonly survey: string;
  readonly title: Readonly<Record<string, string>>;
  /** Hash of the instrument new pages show. */
  readonly instrument: string;
  /** Of the department, IANA name. */
  readonly timeZone: string;
}

/** `GET surveys` */
export async function listSurveys({ registry }: Request): Promise<{ surveys: readonly ListedSurvey[] }> {
  const departments = await registry.fresh.departments();
  const surveys = await Promise.all(
    departments.map(async ({ id: department, timeZone }) =>
      (await registry.fresh.surveys(department)).map(({ survey: { id, title }, instrument }) => ({
        department,
        survey: id,
        title,
        instrument,
        timeZone,
      })),
    ),
  );
  return { surveys: surveys.flat() };
}

/** How a wave is going: counts rounded down to 25 while it is open (see `tally-waves`). */
export interface WaveStatus extends ListedWave {
  readonly progress?: unknown;
}

/** `GET status`: everything at a glance, and no answer. */
export async function readStatus(request: Request): Promise<{
  departments: readonly Department[];
  surveys: readonly ListedSurvey[];
  waves: readonly WaveStatus[];
  links: { readonly active: number; readonly revoked: number };
  releases: readonly ReleaseRecord[];
}> {
  const { registry } = request;
  const [departments, { surveys }, { waves }, links] = await Promise.all([
    registry.fresh.departments(),
    listSurveys(request),
    listWaves(request),
    registry.fresh.links(),
  ]);
  const progress = await Promise.all(
    waves.map(async (wave) => {
      const key = documentKey.progress(wave.department, wave.wave);
      const record = (await registry.store.read<{ progress?: unknown }>(key))?.value;
      return record?.progress === undefined ? wave : { ...wave, progress: record.progress };
    }),
  );
  const releases = await Promise.all(
    surveys.map(({ department, survey }) => registry.fresh.releases(department, survey)),
  );
  const revoked = links.filter((link) => link.revoked !== undefined).length;
  return {
    departments,
    surveys,
    waves: progress,
    links: { active: links.length - revoked, revoked },
    releases: releases.flat(),
  };
}
