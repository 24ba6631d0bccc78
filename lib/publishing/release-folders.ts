/** Where a release's files lie in the public bucket. */
export const releaseFolder = (department: string, survey: string, release: string): string =>
  `data/${department}/${survey}/releases/${release}/`;

/** Where the newest release lies a second time, under an address that stays. */
export const latestFolder = (department: string, survey: string): string => `data/${department}/${survey}/latest/`;

/** Where a survey's result pages lie, in its first language. */
export const resultsFolder = (department: string, survey: string): string => `results/${department}/${survey}/`;
