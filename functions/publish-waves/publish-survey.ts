import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { type CalendarEntry, releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import { countNews } from "../../lib/publishing/report/wave-news.ts";
import type { Registry, ReleaseRecord, SurveyRecord } from "../../lib/stores/registry.ts";
import type { Department, Survey } from "../../lib/survey/department.ts";
import { tallyTime, type Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { draftRelease, publishedSurvey } from "./draft-release.ts";
import { takeLease } from "./lease.ts";
import { planRelease } from "./release-plan.ts";
import { isShown, showRelease } from "./show-release.ts";
import { finishRelease, type MadeRelease, readHead, storeRelease } from "./store-release.ts";
import { todaysDefinition } from "./survey-definition.ts";

export interface SurveyToPublish {
  readonly department: Department;
  readonly record: SurveyRecord;
}

/** `released`: there is a new one. `already`: the newest has everything. `nothing`: nothing is tallied yet. */
export interface Outcome {
  readonly status: "released" | "already" | "nothing";
  readonly release?: ReleaseRecord;
}

/**
 * Releases what is tallied and not released. A pure function of what is stored: data, manifest, ledger, pages, `latest/`, in this
 * order, each step safe to repeat; a run that was killed is finished by the next one.
 * @param now    seconds since 1970: the event's time
 * @param until  the newest wave to release for the first time; all that are tallied when absent
 * @throws Problem `publishing-busy`, `store-conflict`, `release-unreadable`, and what estimating refuses
 */
export async function publishSurvey(
  needs: Needs,
  registry: Registry,
  { department, record }: SurveyToPublish,
  now: number,
  until?: Wave,
): Promise<Outcome> {
  const { stores, log, publicUrl } = needs;
  const survey = record.survey.id;
  const waves = await registry.fresh.waves(department.id, survey);
  const before = await readHead(registry, department.id, survey);
  const due = planRelease(waves, before.record, until) !== undefined;
  if (!due && (await isShown(stores, { department, record, waves, head: before.record, now }))) {
    return before.record ? { status: "already", release: before.record } : { status: "nothing" };
  }
  const lease = await takeLease(registry.store, `${department.id}/${survey}`, needs.clock ?? Date.now);
  try {
    const head = await readHead(registry, department.id, survey);
    if (head.record) await finishRelease(stores, registry, head.record);
    const waves = await registry.fresh.waves(department.id, survey);
    const plan = planRelease(waves, head.record, until);
    let newest = head.record;
    let made: MadeRelease | undefined;
    if (plan) {
      const definition = todaysDefinition(registry, { department, record });
      const draft = await draftRelease(stores, definition, plan, head.record);
      const published = {
        ...(await publishedSurvey(definition, draft.estimates)),
        calendar: missedBefore(draft.estimates, record.survey, waves),
      };
      ({ record: newest, made } = await storeRelease(needs, registry, definition, published, plan, draft, head, now));
      await finishRelease(stores, registry, newest);
      const { sequence, brought = [] } = newest;
      // An alarm counts the news: see docs/operating.md.
      const news = countNews(draft.estimates, published, brought);
      log({ outcome: "released", department: department.id, survey, sequence, waves: brought.length, news });
    }
    await showRelease(stores, registry, { department, record, waves, head: newest, now, publicUrl }, made);
    return newest ? { status: plan ? "released" : "already", release: newest } : { status: "nothing" };
  } finally {
    await lease.giveBack();
  }
}

/** What a release itself can say of results that never came, and say again whenever it is made: those due before its newest wave closed. */
function missedBefore(
  { waves: published }: ProtectedEstimates,
  survey: Survey,
  waves: readonly Wave[],
): readonly CalendarEntry[] {
  const newest = Math.max(...published.map(({ closes }) => Date.parse(closes)));
  const released = new Set(published.map(({ wave }) => wave));
  return releaseCalendar(waves, survey, released, newest).filter(({ status }) => status === "missed");
}

/** @throws Problem that says why a wave has no results to publish, and from when it may have */
export function refuseUnlessTallied(wave: Wave, now: number): void {
  if (wave.cancelled !== undefined) throw new Problem("wave-cancelled", { wave: wave.wave });
  if (wave.trial) throw new Problem("wave-is-trial", { wave: wave.wave });
  if (wave.tallies === undefined) {
    const from = tallyTime(wave);
    if (now < from) throw new Problem("too-early", { wave: wave.wave, from: new Date(from * 1000).toISOString() });
    throw new Problem("not-tallied", { wave: wave.wave });
  }
  if (Object.keys(wave.tallies).length === 0) throw new Problem("nothing-to-publish", { wave: wave.wave });
}
