/** The text of `/data/verify.mjs`. Empty here; a build puts the script in its place (`functions/verify-script.ts`). */
export const verifyScript: string = "";
