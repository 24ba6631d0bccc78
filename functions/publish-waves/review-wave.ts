import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import { estimateColumns } from "../../lib/publishing/estimates-files.ts";
import type { Registry } from "../../lib/stores/registry.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { countKinds, countReasons, protectingCells } from "./disclosure-report.ts";
import { draftRelease } from "./draft-release.ts";
import type { SurveyToPublish } from "./publish-survey.ts";
import { planRelease } from "./release-plan.ts";
import { readHead } from "./store-release.ts";
import { todaysDefinition } from "./survey-definition.ts";

const keyOf = ({ wave, stream, area, group, category, measure, statistic, option }: PublishedRow): string =>
  [wave, stream, area, group, category, measure, statistic, option].join("/");
const lineOf = (row: PublishedRow): string => JSON.stringify(row, [...estimateColumns]);

/**
 * What a release of a wave would say, withhold and change: the draft, protected as it would be published, with its disclosure
 * report. Writes nothing.
 */
export async function reviewWave(
  { stores }: Needs,
  registry: Registry,
  { department, record }: SurveyToPublish,
  wave: Wave,
): Promise<object> {
  const head = await readHead(registry, department.id, record.survey.id);
  const plan = planRelease(await registry.fresh.waves(department.id, record.survey.id), head.record, wave);
  if (!plan) return { department: department.id, wave: wave.wave, release: head.record?.release ?? null, new: [] };
  const { estimates, before } = await draftRelease(
    stores,
    todaysDefinition(registry, { department, record }),
    plan,
    head.record,
  );
  const brought = new Set(plan.fresh.map((tally) => tally.wave.wave));
  const rows = estimates.rows.filter((row) => brought.has(row.wave));
  const printed = new Map(before?.released.rows.map((row) => [keyOf(row), lineOf(row)]));
  return {
    department: department.id,
    wave: wave.wave,
    release: null,
    new: [...brought],
    after: head.record?.release ?? null,
    supersedes: plan.superseded.length > 0 ? (head.record?.release ?? null) : null,
    // Rows that the newest release has not, that it prints otherwise, and that stay to the letter.
    rows: countNews(estimates.rows, printed),
    disclosure: countReasons(rows),
    kinds: countKinds(rows),
    protecting: protectingCells(rows),
    headline: rows.filter(({ area, group, option }) => area === "all" && group === "all" && option === ""),
    representation: estimates.representation.filter((row) => brought.has(row.wave)),
    quality: estimates.quality.filter((row) => brought.has(row.wave)),
  };
}

function countNews(rows: readonly PublishedRow[], printed: ReadonlyMap<string, string>) {
  const counts = { new: 0, changed: 0, kept: 0 };
  for (const row of rows) {
    const before = printed.get(keyOf(row));
    if (before === undefined) counts.new++;
    else if (before === lineOf(row)) counts.kept++;
    else counts.changed++;
  }
  return counts;
}
