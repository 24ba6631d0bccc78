/** Refusals about a department folder, its waves, links and imports. */
export const departmentProblems = {};
