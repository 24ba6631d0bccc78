import type { Action } from "./verb.ts";
import { verifiedText, verifyFiles } from "./verify-files.ts";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** `trust verify URL-OR-FOLDER` */
export const verify: Action = async ({ args, options, terminal }) => {
  const request = {
    where: String(args[0]),
    recompute: options.recompute === true,
    key: text(options.key),
    keys: text(options.keys),
  };
  const found = await verifyFiles(request, terminal.folder);
  return { data: found, text: verifiedText(found), warnings: found.warnings };
};
