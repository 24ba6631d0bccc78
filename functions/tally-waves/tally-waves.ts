import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Problem } from "../../lib/problems/problem.ts";
import { documentKey, openRegistry, type Registry } from "../../lib/stores/registry.ts";
import { phase, tallyTime, type Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import type { ScheduleEvent } from "../schedule-event.ts";
import { finalTally, instrumentsOf } from "./final-tally.ts";
import { countProgress } from "./progress.ts";
import { sweepWave } from "./sweep.ts";
import type { WaveRecord } from "./wave-record.ts";

/**
 * On schedule: every wave, each by where it is in its life. `POST /api/v1/tallies/{department}/{wave}`: the final tally of
 * one wave now.
 * @throws Problem `unknown-wave`, `too-early` with the time from which, `wave-cancelled`, `wave-sealed`, `wave-is-trial`
 */
export const tallyWaves =
  (needs: Needs) =>
  async (event: ScheduleEvent | APIGatewayProxyEventV2): Promise<unknown> => {
    const registry = openRegistry(needs.stores.registry);
    if ("source" in event) return runSchedule(needs, registry, Date.parse(event.time) / 1000);
    const { department = "", wave: id = "" } = event.pathParameters ?? {};
    const wave = await registry.fresh.wave(department, id);
    if (wave === undefined) throw new Problem("unknown-wave", { wave: `${department}/${id}` });
    const now = event.requestContext.timeEpoch / 1000;
    refuseUnlessOver(wave, now);
    const dryRun = event.queryStringParameters?.dryRun === "true";
    const { tallies, made } = dryRun
      ? { tallies: wave.tallies ?? {}, made: 0 }
      : await tallyOne(needs, registry, wave, now);
    return { statusCode: 200, body: JSON.stringify({ department, wave: id, tallies, made }) };
  };

function refuseUnlessOver(wave: Wave, now: number): void {
  const at = phase(wave, now);
  if (at === "cancelled") throw new Problem("wave-cancelled", { wave: wave.wave });
  if (at === "sealed") throw new Problem("wave-sealed", { wave: wave.wave });
  if (wave.trial) throw new Problem("wave-is-trial", { wave: wave.wave });
  if (at !== "over")
    throw new Problem("too-early", { wave: wave.wave, from: new Date(tallyTime(wave) * 1000).toISOString() });
}

async function tallyOne(needs: Needs, registry: Registry, wave: Wave, now: number) {
  const done = await finalTally(needs, registry, wave, now);
  const { department, survey } = wave;
  const { made, quarantined } = done;
  if (made > 0) needs.log({ outcome: "tallied", department, survey, wave: wave.wave, made, quarantined });
  return done;
}

/** One wave that cannot be worked on holds up no other. */
async function runSchedule(needs: Needs, registry: Registry, now: number) {
  const counts = { waves: 0, tallied: 0, failed: 0, deleted: 0 };
  for (const department of await registry.fresh.departments()) {
    for (const { survey } of await registry.fresh.surveys(department.id)) {
      for (const wave of await registry.fresh.waves(department.id, survey.id)) {
        counts.waves++;
        try {
          const { tallied, deleted } = await attend(needs, registry, wave, now);
          counts.tallied += tallied;
          counts.deleted += deleted;
        } catch (error) {
          counts.failed++;
          const code = error instanceof Problem ? error.code : error instanceof Error ? error.name : "unknown";
          needs.log({ outcome: "failed", department: department.id, survey: survey.id, wave: wave.wave, code });
        }
      }
    }
  }
  needs.log({ outcome: "scheduled", ...counts });
  if (counts.failed > 0) throw new Problem("job-incomplete", { job: "tally-waves", failed: counts.failed });
  return counts;
}

async function attend(needs: Needs, registry: Registry, wave: Wave, now: number) {
  switch (phase(wave, now)) {
    case "planned":
      return { tallied: 0, deleted: 0 };
    case "open":
    case "grace":
    case "waiting":
      await recordProgress(needs, registry, wave, now);
      return { tallied: 0, deleted: 0 };
    case "over":
      return { tallied: wave.trial ? 0 : await keepTallied(needs, registry, wave, now), deleted: 0 };
    case "cancelled":
    case "sealed":
      return { tallied: 0, deleted: await sweepWave(needs.stores, registry, wave, now) };
  }
}

/**
 * Tallies the wave, and again after a late import, until imports are closed and every answer is in the tally: from then on
 * nothing can make it differ, and its answers are not read again.
 */
async function keepTallied(needs: Needs, registry: Registry, wave: Wave, now: number): Promise<number> {
  const key = documentKey.progress(wave.department, wave.wave);
  if ((await needs.stores.registry.read<WaveRecord>(key))?.value.settled === true) return 0;
  const { made } = await tallyOne(needs, registry, wave, now);
  // A row that was let in before closing may still be on its way: two minutes are longer than any function runs.
  const settled = wave.importsClosed !== undefined && now > Date.parse(wave.importsClosed) / 1000 + 120;
  if (settled) await registry.update<WaveRecord>(key, (before) => ({ ...before, settled }));
  return made;
}

async function recordProgress({ stores }: Needs, registry: Registry, wave: Wave, now: number): Promise<void> {
  const record = await registry.fresh.survey(wave.department, wave.survey);
  const progress = await countProgress(stores.answers.ofWave(wave, now), await instrumentsOf(registry, wave), [
    ...(record?.survey.margins ?? []),
    ...(record?.survey.groups ?? []),
  ]);
  const key = documentKey.progress(wave.department, wave.wave);
  await registry.update<WaveRecord>(key, (before) =>
    JSON.stringify(before?.progress) === JSON.stringify(progress) && before ? before : { ...before, progress },
  );
}
