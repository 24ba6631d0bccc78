/** Refusals about a department folder, its waves, links and imports. */
export const departmentProblems = {
  "unknown-wave": ({ wave }: { wave: string }) =>
    `There is no wave ${wave}. The status (trust status) lists those there are.`,
  "unknown-survey": ({ department, survey }: { department: string; survey: string }) =>
    `There is no survey ${survey} of the department ${department}. Apply its folder first: trust apply FOLDER`,
  "too-early": ({ wave, from }: { wave: string; from: string }) =>
    `Answers to wave ${wave} may still arrive. It can be tallied from ${from}.`,
  "wave-cancelled": ({ wave }: { wave: string }) =>
    `Wave ${wave} was cancelled; its answers are deleted and it has no results. Open a new wave to ask again.`,
  "wave-sealed": ({ wave }: { wave: string }) =>
    `The answers to wave ${wave} have expired and are deleted, so nothing about it can change any more.`,
  "wave-is-trial": ({ wave }: { wave: string }) =>
    `Wave ${wave} is a trial, and a trial is never counted. Open a wave without --trial to get results.`,
  "job-incomplete": ({ job, failed }: { job: string; failed: number }) =>
    `${job} could not finish ${failed} of its waves; its log names them. It tries them again on its next run.`,
  "import-faulty": ({ most, faults }: { most: number; faults: readonly string[] }) =>
    `The rows cannot be read: ${faults.join("; ")}. Expected { "rows": [ … ] } with 1 to ${most} rows.`,
  "import-not-yet": ({ wave, opens }: { wave: string; opens: string }) =>
    `Wave ${wave} has not begun; answers can be imported from ${opens}.`,
  "imports-closed": ({ wave, since }: { wave: string; since: string }) =>
    `Wave ${wave} takes no more imports${since === "" ? "" : ` since ${since}`}. What was imported before stays counted.`,
  "row-refused": ({ field, reason }: { field: string; reason: string }) => `${field}: ${reason}`,
  "place-too-small": ({ place, links }: { place: string; links: number }) =>
    `The place ${place} would have ${links === 1 ? "one link" : `${links} links`}. A place needs at least three, or it would tell where somebody stood: make three, or leave the place out.`,
  "pepper-differs": ({ wave }: { wave: string }) =>
    `Wave ${wave} already has invitations of another ledger, and two ledgers cannot be mixed. Load the first one again, or open a new wave.`,
  "pepper-in-use": ({ wave, closes }: { wave: string; closes: string }) =>
    `Wave ${wave} still takes answers, and without its pepper no code would be known. Destroy the pepper after it closed (${closes}).`,
};
