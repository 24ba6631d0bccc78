/** Refusals about an HTTP request or a command before its meaning is looked at. */
export const requestProblems = {};
