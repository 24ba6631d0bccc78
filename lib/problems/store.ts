/** Refusals about the data folder and the stores. */
export const storeProblems = {
  "store-conflict": ({ key }: { key: string }) =>
    `Somebody else changed ${key} at the same moment, so nothing was written. Read it again, then try once more.`,
  "document-too-large": ({ key, bytes, most }: { key: string; bytes: number; most: number }) =>
    `${key} would take ${bytes} bytes; at most ${most} can be stored. Make it smaller, such as by simplifying the map.`,
  "store-unavailable": ({ reason }: { reason: string }) =>
    `Answers cannot be stored right now (${reason}). Nothing was lost; try again in a moment.`,
};
