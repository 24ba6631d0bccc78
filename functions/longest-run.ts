/** No function works longer: the time limit of the two jobs in the catalogue. */
export const longestRunSeconds = 900;
