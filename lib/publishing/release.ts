import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import { areasFile } from "./areas-file.ts";
import { datasetFiles } from "./dataset/dataset-files.ts";
import { eventsFile } from "./dataset/events-file.ts";
import { outsideSeriesFile } from "./dataset/outside-file.ts";
import { type Manifest, makeManifest, type ReleaseFacts } from "./manifest.ts";
import { placesFile } from "./places-file.ts";
import type { PublishedSurvey } from "./published-survey.ts";
import { receiptFiles } from "./receipt-files.ts";
import { type ReleaseFile, type Sha256Bytes, textFile } from "./release-file.ts";
import { figureFiles } from "./report/figure-files.ts";
import { reportPage } from "./report/report-page.ts";
import { trendPictures } from "./report/trend-pictures.ts";

export interface Release {
  readonly manifest: Manifest;
  /** SHA-256 of `manifest.json`. */
  readonly manifestHash: string;
  /** Every file of the release's folder in the order in which they are to be stored: the manifest and the sums last. */
  readonly files: readonly ReleaseFile[];
}

/**
 * All files of a release, the same bytes for the same arguments.
 * @param estimates  only what `protect()` made can be published
 * @param facts      what came before, what it was made from and by which program
 */
export function makeRelease(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  facts: ReleaseFacts,
  sha256: Sha256Bytes,
): Release {
  const { department, survey } = published;
  const language = department.languages[0] ?? "en";
  const figures = [
    ...areasFile(estimates, published),
    ...figureFiles(estimates),
    ...trendPictures(estimates, published),
    ...eventsFile(published),
    ...outsideSeriesFile(published.outside),
  ];
  const lists = [...placesFile(published.fullPlaces), ...receiptFiles(published.receipts ?? [])];
  const story = {
    sequence: facts.sequence,
    previous: facts.previous?.release,
    supersedes: facts.supersedes ?? undefined,
    brought: [...new Set(facts.inputs.filter(({ fresh }) => fresh).map(({ wave }) => wave))],
  };
  const dataset = [...datasetFiles(estimates, published, story, [...figures, ...lists], sha256), ...figures];
  const data = { href: "", sizes: new Map(dataset.map(({ path, bytes }) => [path, bytes.length])) };
  const report = reportPage(estimates, published, {
    language,
    data,
    languages: [],
    releases: [],
    sequence: facts.sequence,
  });
  const content = [...dataset, textFile("report.html", "text/html; charset=utf-8", report), ...lists];
  const { manifest, bytes } = makeManifest(
    {
      department: department.id,
      survey: survey.id,
      demo: department.demo ?? false,
      licence: survey.licence,
      waves: estimates.waves,
      ...facts,
    },
    content,
    sha256,
  );
  const manifestFile = { path: "manifest.json", contentType: "application/json", bytes };
  const sums = [...content, manifestFile].map((file) => `${sha256(file.bytes)}  ${file.path}\n`).join("");
  return {
    manifest,
    manifestHash: sha256(bytes),
    files: [...content, textFile("SHA256SUMS", "text/plain; charset=utf-8", sums), manifestFile],
  };
}
