/** Refusals about the data folder and the stores. */
export const storeProblems = {
  "store-conflict": ({ key }: { key: string }) =>
    `Somebody else changed ${key} at the same moment, so nothing was written. Read it again, then try once more.`,
  "document-too-large": ({ key, bytes, most }: { key: string; bytes: number; most: number }) =>
    `${key} would take ${bytes} bytes; at most ${most} can be stored. Make it smaller, such as by simplifying the map.`,
  "document-damaged": ({ key }: { key: string }) =>
    `The registry's document "${key}" cannot be read: what is stored is no JSON, so something else than this program changed it. ` +
    "Nothing was changed now. Put a backup of the data folder (in the cloud: of the registry table) in its place.",
  "store-unavailable": ({ reason }: { reason: string }) =>
    `Answers cannot be stored right now (${reason}). Nothing was lost; try again in a moment.`,
  "not-granted": ({ store, action }: { store: string; action: string }) =>
    `This function has no right to "${action}" in the store "${store}". Functions may do only what functions/catalogue.ts grants them.`,
  "object-key": ({ key }: { key: string }) =>
    `"${key}" cannot name a file. Expected parts of at most 200 bytes joined by "/", none of them empty, "." or "..".`,
  "folder-in-use": ({ folder, pid }: { folder: string; pid: number | undefined }) =>
    `The data folder ${folder} is in use by ${pid === undefined ? "another process" : `process ${pid}`}. ` +
    "Stop that one first, or choose another folder with TRUST_DATA.",
  "folder-foreign": ({ folder, found }: { folder: string; found: string }) =>
    `The folder ${folder} holds something else ("${found}"), so nothing was written there. ` +
    "Choose an empty folder or a data folder of Mutual Trust with TRUST_DATA.",
  "folder-unusable": ({ folder, reason }: { folder: string; reason: string }) =>
    `The data folder ${folder} cannot be used: ${reason}. Make it a folder that you may read and write, or choose another with TRUST_DATA.`,
  "folder-newer": ({ folder, found, known }: { folder: string; found: number; known: number }) =>
    `The data folder ${folder} has format ${found}, made by a newer version; this version knows formats up to ${known}. ` +
    "Nothing was changed. Install the newer version, or choose another folder with TRUST_DATA.",
  "folder-damaged": ({ folder, reason }: { folder: string; reason: string }) =>
    `The database in the data folder ${folder} is damaged (${reason}). Nothing was changed. ` +
    "Keep a copy of the folder, then put a backup in its place.",
  "port-unusable": ({ port, host, reason }: { port: number; host: string; reason: string }) =>
    `The web server cannot listen on port ${port} of ${host}: ${reason}. Choose another with PORT, such as PORT=8080 npm start.`,
};
