import type { Field } from "./shown.ts";

/** What became of a form that was sent. */
export type Reply =
  /** Stored, now or before. */
  | { readonly kind: "stored"; readonly page: Document; readonly address: string; readonly isWhole: boolean }
  /** The survey's own answer: a page that says what is wrong, or the form again. */
  | { readonly kind: "page"; readonly page: Document; readonly status: number }
  /** Nothing of ours answered, or it asked for patience. */
  | { readonly kind: "wait"; readonly seconds: number };

/** Long enough for a bad connection; then it is tried again, which is never counted twice. */
const mostMilliseconds = 30_000;
const ofOurs = [200, 404, 409, 410, 413, 415, 422];

/** Sends a form as a browser would, and never throws. */
export async function post(address: string, fields: readonly Field[]): Promise<Reply> {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
      // Browsers before 2022 wait as long as their system does.
      ...(AbortSignal.timeout && { signal: AbortSignal.timeout(mostMilliseconds) }),
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const { status, redirected, url, headers } = response;
    const isPage = page.querySelector("main h1") !== null;
    if (redirected && new URL(url).pathname.endsWith("/thanks"))
      return { kind: "stored", page, address: url, isWhole: status === 200 && isPage };
    if (isPage && ofOurs.includes(status)) return { kind: "page", page, status };
    return { kind: "wait", seconds: Number(headers.get("retry-after")) || 0 };
  } catch {
    return { kind: "wait", seconds: 0 };
  }
}
