import type { Department } from "../survey/department.ts";
import type { ListedSurvey } from "./find-survey.ts";
import { fullName, type ListedWave } from "./find-wave.ts";
import type { Action } from "./verb.ts";

interface Status {
  readonly departments: readonly Department[];
  readonly surveys: readonly ListedSurvey[];
  readonly waves: readonly (ListedWave & { readonly progress?: { readonly total: number } })[];
  readonly links: { readonly active: number; readonly revoked: number };
  readonly releases: readonly { readonly release: string; readonly department: string; readonly survey: string }[];
}

/** `trust status` */
export const status: Action = async ({ connect }) => {
  const connection = await connect();
  const found = await connection.call<Status>("GET", "/api/v1/manage/status");
  if (found.surveys.length === 0)
    return { data: found, text: "There is no survey yet. Apply a department folder: trust apply FOLDER" };
  const lines = found.surveys.flatMap(({ department, survey, instrument }) => {
    const waves = found.waves.filter((wave) => wave.department === department && wave.survey === survey);
    const releases = found.releases.filter((one) => one.department === department && one.survey === survey);
    const newest = releases.at(-1);
    return [
      `${department}/${survey} (instrument ${instrument})`,
      ...waves.map(waveLine),
      `  ${releases.length} releases${newest === undefined ? "" : `, newest ${newest.release}`}`,
    ];
  });
  lines.push(`${found.links.active} links in use, ${found.links.revoked} revoked`);
  return { data: found, text: lines.join("\n") };
};

function waveLine(wave: Status["waves"][number]): string {
  const { phase, opens, closes, trial, progress, tallyFrom } = wave;
  const answered =
    progress === undefined || phase === "planned"
      ? ""
      : progress.total === 0
        ? ", fewer than 25 answers"
        : `, at least ${progress.total} answers`;
  const tallied = Object.entries(wave.tallies ?? {}).map(([stream, { responses }]) => `${responses} ${stream}`);
  const next = phase === "grace" || phase === "waiting" ? `, to be tallied from ${tallyFrom}` : "";
  return `  ${fullName(wave)}  ${phase}${trial ? " (trial)" : ""}  ${opens} to ${closes}${
    tallied.length > 0 ? `, tallied: ${tallied.join(", ")}` : answered
  }${next}`;
}
