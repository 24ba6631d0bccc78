import type { Field } from "./shown.ts";

/** What became of a form that was sent; empty when nothing of ours answered. */
export interface Reply {
  /** Ours: what is wrong, the form again, or thanks. */
  readonly page?: Document;
  readonly status?: number;
  /** Address of the thank-you page: the answers are stored, now or before. */
  readonly thanks?: string;
  /** Wanted before the next try. */
  readonly seconds?: number;
}

/** Long enough for a bad connection; then it is tried again, which is never counted twice. */
const mostMilliseconds = 30_000;

/** Sends a form as a browser would, and never throws. */
export async function post(address: string, fields: readonly Field[]): Promise<Reply> {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields as [string, string][]),
      // Browsers before 2022 wait as long as their system does.
      signal: AbortSignal.timeout?.(mostMilliseconds) ?? null,
    });
    const { headers, redirected, status, url } = response;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const isPage = page.querySelector("main h1") !== null;
    if (redirected && url.includes("/thanks?")) return { thanks: url, ...(status === 200 && isPage && { page }) };
    if (isPage && status < 500 && status !== 429) return { page, status };
    return { seconds: Number(headers.get("retry-after")) || 0 };
  } catch {
    return {};
  }
}
