/**
 * The language to answer in: what was asked for, else the first of the browser's languages that is offered, else the first offered.
 * A tag matches when it is equal or when one begins with the other: `es-MX` finds `es`, `zh` finds `zh-Hans`.
 * @param asked   as in `?lang=`
 * @param accepts the request's `Accept-Language`
 * @param offered BCP 47 tags, the department's first language first; not empty
 * @example chooseLanguage(undefined, "fr;q=0.9, es-MX", ["en", "es"]) // "es"
 */
export function chooseLanguage(
  asked: string | undefined,
  accepts: string | undefined,
  offered: readonly string[],
): string {
  for (const wanted of [...(asked ? [asked] : []), ...byPreference(accepts ?? "")]) {
    const found = offered.find((language) => matches(wanted.toLowerCase(), language.toLowerCase()));
    if (found) return found;
  }
  return offered[0] ?? "en";
}

const matches = (wanted: string, offered: string): boolean =>
  wanted === offered || wanted.startsWith(`${offered}-`) || offered.startsWith(`${wanted}-`);

/** Tags of an `Accept-Language` header, the most wanted first; at most 20 are read. */
function byPreference(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",", 20)
    .map((entry) => {
      const [tag = "", ...parameters] = entry.trim().split(/\s*;\s*/);
      const quality = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
      return { tag, quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ tag, quality }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
