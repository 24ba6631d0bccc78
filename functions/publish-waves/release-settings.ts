import { Problem } from "../../lib/problems/problem.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { never } from "../../lib/stores/object-store.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Draft } from "./draft-release.ts";
import { sha256 } from "./sha256.ts";
import { lastingWave, type ReleaseSettings, type SurveyDefinition } from "./survey-definition.ts";

/** What a draft is made from beside its tallies: the same bytes for the same stored set, whatever became of its waves since. */
export function settingsOf(
  { department, record, policy }: SurveyDefinition,
  { instruments, calendar = [] }: PublishedSurvey,
  { inputs, usedInstruments }: Draft,
  superseded: ReleaseSettings["superseded"],
  program: ReleaseSettings["program"],
): ReleaseSettings {
  const waves = new Map(inputs.map(({ wave }) => [wave.wave, lastingWave(wave)]));
  const byHash = Object.entries({ ...instruments, ...usedInstruments }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    format: 1,
    program,
    department,
    record,
    policy,
    instruments: Object.fromEntries(byHash),
    waves: [...waves.values()].toSorted((a, b) => (a.wave < b.wave ? -1 : 1)),
    calendar,
    superseded,
  };
}

/** Lays the settings beside the first tally of the draft, under a name that their content gives them. */
export async function keepSettings(
  stores: Stores,
  settings: ReleaseSettings,
  { inputs: [first] }: Draft,
): Promise<{ readonly key: string; readonly bytes: Uint8Array }> {
  if (!first) throw new Error("a release is made from a tally");
  const { department, survey, wave } = first.wave;
  const bytes = new TextEncoder().encode(`${JSON.stringify(settings, null, 1)}\n`);
  const key = `tallies/${department}/${survey}/${wave}/settings-${sha256(bytes).slice(0, 16)}.json`;
  await stores.private.create({ key, bytes, contentType: "application/json", cacheControl: never });
  return { key, bytes };
}

/** @throws Problem `settings-unreadable` when they are none that this program can read */
export function parseSettings(key: string, bytes: Uint8Array): ReleaseSettings {
  let found: Partial<ReleaseSettings> | null = null;
  try {
    found = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ReleaseSettings> | null;
  } catch {
    // Said below.
  }
  if (found?.format !== 1) throw new Problem("settings-unreadable", { key });
  return found as ReleaseSettings;
}
