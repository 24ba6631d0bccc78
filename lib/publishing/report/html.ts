import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** A piece of a page: every text put into it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export { html, raw };

/** Pages are made without waiting for anything, so no piece is a promise. */
export function toText(page: Html): string {
  if (page instanceof Promise) throw new Error("a page was given something to wait for");
  return page.toString();
}
