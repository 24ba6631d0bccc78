/** Refusals of the command line before the system is asked. */
export const commandProblems = {
  "no-data-folder": ({ folder }: { folder: string }) =>
    `There is no data folder at ${folder}. Name the right one with --data or TRUST_DATA, or begin one with: trust apply FOLDER`,
  "remote-address": ({ address }: { address: string }) =>
    `--remote ${address} is no address to send a token to. Expected https://…, or http:// on this machine only.`,
  "remote-credentials": ({ address }: { address: string }) =>
    `--remote has a name or a password in it, which others can read from the list of processes. Write ${address} and put a token into TRUST_TOKEN.`,
  "token-faulty": () =>
    "TRUST_TOKEN holds a line break, a blank or another character that no token has. Copy it again, on one line.",
  "token-missing": ({ address }: { address: string }) =>
    `${address} asks who you are, and TRUST_TOKEN is not set. Put a token of your identity provider into TRUST_TOKEN and try again.`,
  "token-refused": ({ address, reason }: { address: string; reason: string }) =>
    `${address} does not accept the token in TRUST_TOKEN (${reason}). Get a new one from your identity provider, made for this installation, and try again.`,
  "right-missing": ({ address, reason }: { address: string; reason: string }) =>
    `Your token is good, and not for this (${reason}). Ask whoever gives rights at ${address} for the scope, or do it with another token.`,
  "gateway-failed": ({ address, status }: { address: string; status: number }) =>
    `${address} answered with status ${status} and nothing that we know. Is it an installation of Mutual Trust? If it is, try again in a minute; if it stays so, its operator's log says why.`,
  "remote-unreachable": ({ address, reason }: { address: string; reason: string }) =>
    `${address} cannot be reached (${reason}). Check the address and the network, then try again.`,
  "host-lost": ({ reason }: { reason: string }) =>
    `The host stopped answering in the middle (${reason}). What it had confirmed is stored; run the command again, it repeats nothing.`,
  "file-unreadable": ({ file, reason }: { file: string; reason: string }) =>
    `${file} cannot be read (${reason}). Check the name and that you may read it.`,
  "file-unwritable": ({ file, reason }: { file: string; reason: string }) =>
    `${file} cannot be written (${reason}). Check the folder, your rights there and the space on the disk.`,
  "file-exists": ({ file }: { file: string }) =>
    `${file} is already there and is not overwritten. Choose another name, or move the old one away.`,
  "json-faulty": ({ file, reason }: { file: string; reason: string }) =>
    `${file} is not the JSON that was expected: ${reason}. Correct it and try again.`,
  "wave-unknown-here": ({ wave, known }: { wave: string; known: readonly string[] }) =>
    `There is no wave ${wave}. ${known.length === 0 ? "There are no waves yet; make one with: trust open WAVE --closes DATE" : `Known waves: ${known.join(", ")}.`}`,
  "wave-ambiguous": ({ wave, candidates }: { wave: string; candidates: readonly string[] }) =>
    `${wave} can mean ${candidates.join(" or ")}. Write it in full, such as: ${candidates[0] ?? wave}`,
  "survey-ambiguous": ({ candidates }: { candidates: readonly string[] }) =>
    candidates.length === 0
      ? "There is no survey yet. Apply a department folder first: trust apply FOLDER"
      : `Several surveys can be meant. Say which with --survey: ${candidates.join(", ")}.`,
  "instant-faulty": ({ option, value }: { option: string; value: string }) =>
    `${option} ${value} is no time. Expected a day such as 2026-12-31, which counts whole where the department is, or a UTC instant such as 2026-12-31T20:00:00Z.`,
  "number-faulty": ({ option, value, expected }: { option: string; value: string; expected: string }) =>
    `${option}${value === "" ? "" : ` ${value}`} is ${value === "" ? "missing" : "not what was expected"}: ${expected}.`,
  "class-too-small": ({ designClass, count, least }: { designClass: string; count: number; least: number }) =>
    `The class ${designClass} would get ${count} invitations; at least ${least} are needed, or its size would narrow down who answered. Join it with another class, or invite more.`,
  "mapping-column": ({ file, column, columns }: { file: string; column: string; columns: readonly string[] }) =>
    `${file} has no column "${column}", which the mapping names. Its columns: ${columns.join(", ")}.`,
  "mapping-faulty": ({ file, faults }: { file: string; faults: readonly string[] }) =>
    `${file} is no mapping of columns: ${faults.join("; ")}. Correct it and try again.`,
  "report-overwrites": ({ file, role }: { file: string; role: string }) =>
    `--report ${file} is ${role}, which would be overwritten. Choose another name for the report.`,
  "table-faulty": ({ file, reason }: { file: string; reason: string }) =>
    `${file} cannot be read as a table: ${reason}. Expected CSV in UTF-8 with a header row and as many fields in every row.`,
  "survey-unknown-here": ({ survey, known }: { survey: string; known: readonly string[] }) =>
    `There is no survey ${survey}. Known surveys: ${known.join(", ")}.`,
  "department-unknown-here": ({ department, known }: { department: string; known: readonly string[] }) =>
    `There is no department ${department}. ${known.length === 0 ? "Apply its folder first: trust apply FOLDER" : `Known departments: ${known.join(", ")}.`}`,
  "folder-not-empty": ({ folder }: { folder: string }) =>
    `${folder} is not empty, and nothing in it is overwritten. Choose a folder that does not exist yet, or an empty one.`,
  "ledger-faulty": ({ file, reason }: { file: string; reason: string }) =>
    `${file} is no ledger of invitations: ${reason}. Expected the file that trust invitations mint wrote.`,
  "release-address": ({ where }: { where: string }) =>
    `${where} is no address of a release. Expected https://…/data/DEPARTMENT/SURVEY/latest/, or a folder on this machine.`,
  "release-not-found": ({ where }: { where: string }) =>
    `There is no release at ${where}: no manifest.json, there or under latest/. Name the folder of a release, such as https://…/data/DEPARTMENT/SURVEY/latest/.`,
  "release-unreachable": ({ where, reason }: { where: string; reason: string }) =>
    `${where} cannot be read (${reason}), so nothing was found out. Try again in a moment.`,
  "release-differs": ({
    where,
    faults,
  }: {
    where: string;
    faults: readonly { readonly file: string; readonly says: string }[];
  }) =>
    `${where} is not what was released:\n${faults
      .slice(0, 20)
      .map(({ file, says }) => `  ${file}: ${says}`)
      .join(
        "\n",
      )}${faults.length > 20 ? `\n  and ${faults.length - 20} more` : ""}\nDo not use it. Get it again from its publisher; if it stays so, ask the publisher why.`,
  "release-not-reproduced": ({ release, file, row, made, now, settings }: NotReproduced) =>
    `${release} could not be made again: ${file} comes out different${row === undefined ? "" : `, first at the row ${row}`}. ${
      made !== now
        ? `Version ${made} of the program made it, and this is ${now}: try again with that version before you doubt it.`
        : settings === "today"
          ? "The settings it was made with are not on record. If the survey was changed since, that may be why; otherwise do not trust it, and compare with a backup."
          : "It was made by this version, with the settings on record: do not trust it, and compare with a backup."
    }`,
  "tallies-expired": ({ release, expired }: { release: string; expired: readonly string[] }) =>
    `${release} can no longer be made again: the tallies of ${expired.join(", ")} expired with their answers. What follows from the released columns can still be checked: trust verify --recompute.`,
  "release-unknown-here": ({ release, known }: { release: string; known: readonly string[] }) =>
    `There is no release ${release}. ${known.length === 0 ? "Nothing is released yet." : `There ${known.length === 1 ? "is" : "are"} ${known.join(", ")}.`}`,
};

interface NotReproduced {
  readonly release: string;
  readonly file: string;
  readonly row: string | undefined;
  /** Versions of the program. */
  readonly made: string;
  readonly now: string;
  readonly settings: "then" | "today";
}
