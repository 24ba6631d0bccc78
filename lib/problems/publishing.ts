/** Refusals about tallies, disclosure and releases. */
export const publishingProblems = {};
