import { createHash } from "node:crypto";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { SurveyPlan, TalliedWave } from "../../lib/estimation/survey-plan.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { monthAfter } from "../../lib/local/demo/months.ts";
import { answersOf, drawFrom } from "../../lib/local/demo/residents.ts";
import { riverbendFolder } from "../../lib/local/demo/riverbend.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { parseAnswers } from "../../lib/survey/answers.ts";
import { encodeAnswers } from "../../lib/survey/canonical-answers.ts";
import type { DepartmentFolder } from "../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import type { Response } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { tallyPlan } from "../../lib/tally/tally-plan.ts";
import { tallyWave } from "../../lib/tally/tally-wave.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
export const instrumentHash = "1".repeat(64);

export interface Riverbend {
  readonly folder: DepartmentFolder;
  readonly plan: SurveyPlan;
  readonly published: PublishedSurvey;
  readonly tallied: readonly TalliedWave[];
  readonly estimates: readonly WaveEstimates[];
}

/** The demo's town with its answers tallied and estimated as the functions do it; the same numbers every time. */
export async function riverbend({ waves = 3, invited = 640, open = 180, monthsApart = 3 } = {}): Promise<Riverbend> {
  const first = new Date("2025-01-01T00:00:00Z");
  const folder = parseDepartmentFolder(await riverbendFolder(monthAfter(first, 9)));
  const { department, survey, population, areas, events } = folder;
  const instrument = Object.values(folder.instruments)[0];
  if (!instrument) throw new Error("Riverbend has no instrument");
  const instruments = { [instrumentHash]: instrument };
  const plan = { survey, population, areas };
  const tallied: TalliedWave[] = [];
  for (let index = 0; index < waves; index++) {
    const opens = monthAfter(first, monthsApart * index);
    const wave: Wave = {
      department: department.id,
      survey: survey.id,
      wave: opens.toISOString().slice(0, 7),
      opens: opens.toISOString(),
      closes: monthAfter(opens, 1).toISOString(),
      graceMinutes: 0,
      expires: 2e9,
      trial: false,
      instruments: [instrumentHash],
    };
    const draw = drawFrom(index + 1);
    const responses = (["invited", "open"] as const).flatMap((stream) =>
      answersOf(index, stream === "open" ? open : invited, draw, stream === "open").map(
        ({ answers, language }, at): Response => ({
          submission: "0".repeat(32),
          instrument: instrumentHash,
          stream,
          place: null,
          mode: "web",
          language,
          designClass: "@1",
          flags: at % 40 === 7 ? ["fast"] : [],
          answers: encodeAnswers(instrument, parseAnswers(instrument, areas, answers, "json")),
          digest: "",
          expires: 2e9,
        }),
      ),
    );
    for (const [, { tally }] of await tallyWave(pages(responses), tallyPlan(wave, survey, instruments)))
      tallied.push({ wave, tally });
  }
  return {
    folder,
    plan,
    tallied,
    published: { department, survey, areas, events, instruments },
    estimates: estimateWaves(plan, instruments, tallied),
  };
}

async function* pages(responses: readonly Response[]): AsyncIterable<readonly Response[]> {
  yield responses;
}
