/** Refusals about tallies, disclosure and releases. */
export const publishingProblems = {
  "tally-overflow": ({ wave, stream, measure }: { wave: string; stream: string; measure: string }) =>
    `The sums of the measure ${measure} in wave ${wave} (${stream}) are beyond 2^53 − 1, where numbers are no longer exact. Give its items scales with smaller numbers, or split the wave.`,
  "tallies-differ": ({ wave, part }: { wave: string; part: string }) =>
    `Two parts of the tally of wave ${wave} differ in their ${part}, so they cannot be added. Make both with the same survey and instruments.`,
  "tally-unreadable": ({ where, expected }: { where: string; expected: string }) =>
    `The stored tally cannot be read: ${where} should be ${expected}. Make the tally of the wave again while its answers are kept.`,
  "release-unreadable": ({ release, file }: { release: string; file: string }) =>
    `The file ${file} of the release ${release} is missing or damaged, so no release can follow it. Restore the public files from a backup; trust verify names every file that differs.`,
  "release-discloses": ({ wave, stream, cells }: { wave: string; stream: string; cells: readonly string[] }) =>
    `Nothing is released: from what would be published of wave ${wave} (${stream}) a reader could work out withheld cells too closely: ${cells.slice(0, 5).join("; ")}${cells.length > 5 ? ` and ${cells.length - 5} more` : ""}. Report this with the cells; publishing fewer groups (groups of survey.json) helps meanwhile.`,
  "signing-key-unusable": ({ file }: { file: string }) =>
    `The key in ${file}, with which releases are signed, cannot be read, or is not a private key of the curve P-256 in PEM. Put it back from a backup; or move the file away, and the next release is signed by a new key (docs/operating.md).`,
  "signing-unavailable": ({ reason }: { reason: string }) =>
    `The release cannot be signed right now (${reason}). Nothing moved to it; the next run goes on from here.`,
  "unknown-release": ({ release }: { release: string }) =>
    `There is no release ${release}. trust status lists those there are.`,
  "settings-unreadable": ({ key }: { key: string }) =>
    `The settings in ${key}, with which a release was made, cannot be read by this program. Use the program that made it, or restore the private files from a backup.`,
  "release-removed": ({ release, removed }: { release: string; removed: string }) =>
    `${release} can no longer be made again: the files of ${removed}${removed === release ? "" : ", which its other rows were carried over from,"} were removed because law demanded it. Its tombstone says why.`,
  "release-is-newest": ({ release }: { release: string }) =>
    `${release} is the newest release of its survey, from which the next one goes on, so its files cannot be removed. Release what may be published first; then remove this one.`,
  "reason-missing": ({ most }: { most: number }) =>
    `A tombstone says why the files are gone. Give the law or the ruling as "reason", in 1 to ${most} characters.`,
  "publishing-busy": ({ survey, until }: { survey: string; until: string }) =>
    `Another run is publishing ${survey} at this moment. Try again from ${until}.`,
  "not-tallied": ({ wave }: { wave: string }) =>
    `Wave ${wave} is over but not tallied yet. Tally it first: trust tally ${wave}; the system does so by itself within ten minutes.`,
  "nothing-to-publish": ({ wave }: { wave: string }) => `Nobody answered wave ${wave}, so there is nothing to publish.`,
  "wide-layout": ({ file, line, column, value, expected }: WideLayoutDetail) =>
    `${file}, line ${line}${column && `, column ${column}`}: expected ${expected}, found "${value}". The layout is that of Chicago's Police Sentiment Scores, 75 columns; correct the file or export it again.`,
};

interface WideLayoutDetail {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly expected: string;
}
