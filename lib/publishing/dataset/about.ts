import type { ProtectedEstimates } from "../../disclosure/protected-estimates.ts";
import { type Stream, streams } from "../../survey/response.ts";
import { type PublishedSurvey, textIn } from "../published-survey.ts";
import { releaseFolder, resultsFolder } from "../release-folders.ts";
import { samplingOf } from "../sampling.ts";
import { dayIn } from "./day-in.ts";

/** What every description of the dataset says of it, in the survey's first language where it has words for it. */
export interface About {
  /** BCP 47. */
  readonly language: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly department: string;
  readonly sponsor: string;
  readonly population: string;
  readonly keywords: readonly string[];
  /** The first and the last day of answers where the department is; empty without a wave. */
  readonly from: string;
  readonly to: string;
  readonly licence: string;
  /** An address where it is one of those that are known by name. */
  readonly licenceAddress: string | undefined;
  /** DOI of the series as an address, where it has one. */
  readonly doi: string | undefined;
  /** Where a release of that name stays, and the feed of the series; each begins with a slash. */
  readonly folderOf: (release: string) => string;
  readonly feed: string;
  readonly demo: boolean;
  /** What is said of each stream's sample. */
  readonly sampling: readonly { readonly stream: Stream; readonly sentences: readonly string[] }[];
}

/** @param waves for the time that the numbers are about; none leaves it open */
export function aboutDataset(
  { waves, rows }: Pick<ProtectedEstimates, "waves" | "rows">,
  { department, survey, instruments }: Pick<PublishedSurvey, "department" | "survey" | "instruments">,
): About {
  const language = department.languages[0] ?? "en";
  const departmentName = textIn(department.name, language);
  const title = textIn(survey.title, language);
  const population = textIn(survey.population, language);
  const demo = department.demo ?? false;
  const day = dayIn(department.timeZone);
  return {
    language,
    name: `${department.id}-${survey.id}`,
    title: `${title} – ${departmentName}`,
    description:
      `${demo ? "Made-up data. " : ""}Weighted estimates of trust in the police and related measures among ${population}, each with its number of respondents, effective n, design effect, 95 % interval and method. Numbers over few people, and those that would give them away, are withheld with the reason.`.replace(
        "95 %",
        `${Math.round(survey.confidence * 1000) / 10} %`,
      ),
    department: departmentName,
    sponsor: textIn(survey.sponsor, language) || departmentName,
    population,
    keywords: ["community policing", "trust in the police", "public safety", "survey"],
    from: waves.length === 0 ? "" : day(Math.min(...waves.map(({ opens }) => Date.parse(opens)))),
    to: waves.length === 0 ? "" : day(Math.max(...waves.map(({ closes }) => Date.parse(closes))) - 1),
    licence: survey.licence,
    licenceAddress: licenceAddress(survey.licence),
    doi: survey.doi === undefined ? undefined : `https://doi.org/${survey.doi}`,
    folderOf: (release) => `/${releaseFolder(department.id, survey.id, release)}`,
    feed: `/${resultsFolder(department.id, survey.id)}feed.xml`,
    demo,
    sampling: streams.flatMap((stream) => {
      const statement = samplingOf({ waves, rows }, { survey, instruments }, stream, language);
      return statement ? [{ stream, sentences: statement.sentences }] : [];
    }),
  };
}

/**
 * Where a licence of that SPDX name is explained; nothing for one in other words.
 * @example licenceAddress("CC0-1.0") // "https://creativecommons.org/publicdomain/zero/1.0/"
 */
export function licenceAddress(licence: string): string | undefined {
  if (licence === "CC0-1.0") return "https://creativecommons.org/publicdomain/zero/1.0/";
  const commons = /^CC-(BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?)-(\d\.\d)$/.exec(licence);
  if (commons) return `https://creativecommons.org/licenses/${commons[1]?.toLowerCase()}/${commons[2]}/`;
  return /^(PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0|OGL-UK-3\.0|MIT|Apache-2\.0)$/.test(licence)
    ? `https://spdx.org/licenses/${licence}.html`
    : undefined;
}
