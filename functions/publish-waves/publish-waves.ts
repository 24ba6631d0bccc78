import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import { openRegistry, type Registry } from "../../lib/stores/registry.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import type { ScheduleEvent } from "../schedule-event.ts";
import { publishSurvey, refuseUnlessTallied, type SurveyToPublish } from "./publish-survey.ts";
import { answerForRelease } from "./release-routes.ts";
import { reviewWave } from "./review-wave.ts";
import { readHead } from "./store-release.ts";

/**
 * On schedule: every survey that releases by itself. `POST /api/v1/releases/{department}/{wave}`: releases the wave, and what is
 * tallied before it, now; `?dryRun=true` writes nothing. `GET /api/v1/reviews/{department}/{wave}`: the draft of that release.
 * What is asked of a release by its name is in `answerForRelease`. It reads tallies and releases and has no right to read answers.
 * @throws Problem `unknown-wave`, `too-early` with the time from which, `not-tallied`, `nothing-to-publish`, `wave-cancelled`,
 * `wave-is-trial`, `publishing-busy`
 */
export const publishWaves =
  (needs: Needs) =>
  async (event: ScheduleEvent | APIGatewayProxyEventV2): Promise<unknown> => {
    const registry = openRegistry(needs.stores.registry);
    if ("source" in event) return runSchedule(needs, registry, Date.parse(event.time) / 1000);
    if (event.pathParameters?.release !== undefined) return answerForRelease(needs, registry, event);
    const { department = "", wave: id = "" } = event.pathParameters ?? {};
    const wave = await registry.fresh.wave(department, id);
    if (wave === undefined) throw new Problem("unknown-wave", { wave: `${department}/${id}` });
    const now = event.requestContext.timeEpoch / 1000;
    refuseUnlessTallied(wave, now);
    const survey = await surveyOf(registry, wave);
    if (event.requestContext.http.method === "GET" || event.queryStringParameters?.dryRun === "true")
      return { statusCode: 200, body: JSON.stringify(await reviewWave(needs, registry, survey, wave)) };
    const { status, release } = await publishSurvey(needs, registry, survey, now, wave);
    return {
      statusCode: status === "released" ? 201 : 200,
      body: JSON.stringify({ department, wave: id, status, release: release?.release, releases: release?.waves }),
    };
  };

async function surveyOf(registry: Registry, wave: Wave): Promise<SurveyToPublish> {
  const department = await registry.fresh.department(wave.department);
  const record = await registry.fresh.survey(wave.department, wave.survey);
  if (!department || !record) throw new Problem("unknown-survey", { department: wave.department, survey: wave.survey });
  return { department, record };
}

/** One survey that cannot be released holds up no other. */
async function runSchedule(needs: Needs, registry: Registry, now: number): Promise<object> {
  const counts = { surveys: 0, released: 0, busy: 0, failed: 0 };
  for (const department of await registry.fresh.departments()) {
    for (const record of await registry.fresh.surveys(department.id)) {
      if (record.survey.release !== "automatic") continue;
      counts.surveys++;
      try {
        const { status } = await publishSurvey(needs, registry, { department, record }, now);
        if (status === "released") counts.released++;
      } catch (error) {
        if (isProblem(error, "publishing-busy") || isProblem(error, "store-conflict")) {
          counts.busy++;
          continue;
        }
        counts.failed++;
        const code = error instanceof Problem ? error.code : error instanceof Error ? error.name : "unknown";
        needs.log({ outcome: "failed", department: department.id, survey: record.survey.id, code });
      }
    }
  }
  // An alarm counts these: see docs/operating.md.
  needs.log({ outcome: "scheduled", ...counts, missed: await countMissed(registry, now) });
  if (counts.failed > 0) throw new Problem("job-incomplete", { job: "publish-waves", failed: counts.failed });
  return counts;
}

/** An alarm is about what may still be mended; older ones stay on the result pages. */
const missedDays = 30;

/** Waves whose results were due lately, and are in no release; also of surveys that are released by hand. */
async function countMissed(registry: Registry, now: number): Promise<number> {
  const since = (now - missedDays * 86_400) * 1000;
  let missed = 0;
  for (const { id: department } of await registry.fresh.departments()) {
    for (const { survey } of await registry.fresh.surveys(department)) {
      const waves = await registry.fresh.waves(department, survey.id);
      const { record } = await readHead(registry, department, survey.id);
      for (const { status, due } of releaseCalendar(waves, survey, new Set(record?.waves), now * 1000))
        if (status === "missed" && Date.parse(due) > since) missed++;
    }
  }
  return missed;
}
