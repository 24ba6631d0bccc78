import type { ProblemCode } from "../problems/problem.ts";

const statuses: Partial<Record<ProblemCode, number>> = {
  "around-the-edge": 403,
  "body-too-large": 413,
  "unsupported-content": 415,
  "too-many-requests": 429,
  "submission-refused": 409,
  "store-conflict": 409,
  "wave-exists": 409,
  "waves-overlap": 409,
  "wave-not-open": 409,
  "wave-released": 409,
  "wave-cancelled": 409,
  "wave-sealed": 409,
  "wave-is-trial": 409,
  "too-close-to-closing": 409,
  "extension-too-early": 409,
  "extension-too-long": 409,
  "import-not-yet": 409,
  "imports-closed": 409,
  "pepper-differs": 409,
  "pepper-in-use": 409,
  "too-early": 409,
  "not-tallied": 409,
  "nothing-to-publish": 409,
  "publishing-busy": 409,
  "release-is-newest": 409,
  "release-removed": 409,
  "job-incomplete": 409,
  "wave-closed": 410,
  "store-unavailable": 503,
  "signing-unavailable": 503,
};

/** Faults of this installation: whoever called cannot mend them, and their sentences name its folders. */
const ours: ReadonlySet<string> = new Set<ProblemCode>([
  "not-granted",
  "object-key",
  "folder-in-use",
  "folder-foreign",
  "folder-unusable",
  "folder-newer",
  "folder-damaged",
  "answers-unreadable",
  "setting-faulty",
]);

/** Faults of this installation that whoever manages it has to know: which file is damaged, and what to do. */
const told: ReadonlySet<string> = new Set<ProblemCode>([
  "document-damaged",
  "tally-unreadable",
  "tallies-differ",
  "release-unreadable",
  "settings-unreadable",
  "signing-key-unusable",
  "release-discloses",
]);

/** Whether a refusal says nothing to the outside but that there is one. */
export const isHidden = (code: ProblemCode): boolean => ours.has(code);

/**
 * The HTTP status of a refusal: 404 for what is unknown, 409 for what the state of things does not allow, 422 for what was
 * sent, 500 for what only the operator can mend.
 * @example statusOf("unknown-link") // 404
 */
export function statusOf(code: ProblemCode): number {
  if (ours.has(code) || told.has(code)) return 500;
  return statuses[code] ?? (code.startsWith("unknown-") ? 404 : 422);
}
