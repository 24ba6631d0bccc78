/** Refusals about samples, weights and estimates. */
export const estimationProblems = {};
