import type { About } from "./about.ts";

/** Files that a search engine for data should know, by media type. */
const distributions = [
  ["estimates.csv", "text/csv"],
  ["estimates.json", "application/json"],
  ["estimates.parquet", "application/vnd.apache.parquet"],
  ["datapackage.json", "application/json"],
] as const;

/**
 * schema.org `Dataset` for the head of a report page, safe inside a `script` element.
 * @param data      address of the release's files with its last slash; empty beside them
 * @param measures  what was measured, in words
 * @param methods   names of the methods of estimation
 */
export function datasetJsonLd(
  about: About,
  data: string,
  measures: readonly string[],
  methods: readonly string[],
): string {
  const organization = (name: string) => ({ "@type": "Organization", name });
  const dataset = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: about.title,
    ...(about.doi !== undefined && { identifier: about.doi }),
    description: about.description,
    inLanguage: about.language,
    keywords: about.keywords,
    creator: organization(about.department),
    sponsor: organization(about.sponsor),
    license: about.licenceAddress ?? about.licence,
    isAccessibleForFree: true,
    ...(about.from && { temporalCoverage: `${about.from}/${about.to}` }),
    variableMeasured: measures.map((name) => ({ "@type": "PropertyValue", name, minValue: 0, maxValue: 100 })),
    measurementTechnique: [...methods, ...about.sampling.flatMap(({ sentences }) => sentences)],
    distribution: distributions.map(([file, encodingFormat]) => ({
      "@type": "DataDownload",
      encodingFormat,
      contentUrl: data + file,
    })),
  };
  return JSON.stringify(dataset).replaceAll("<", "\\u003c");
}
