import { randomBytes } from "node:crypto";
import { type Host, startHost } from "../../lib/local/host.ts";
import { rivertonFiles } from "../functions/riverton.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** A survey page that somebody opened, and has not sent yet. */
export interface OpenedPage {
  readonly fields: Readonly<Record<string, string>>;
}

/** A small town on an own host whose clock is the event's own time: every call says when it happens. */
export interface Town {
  /** @throws Error when the route refuses */
  manage(at: number, method: string, path: string, body?: object): Promise<unknown>;
  openPage(at: number): Promise<OpenedPage>;
  /** Sends a page's form, `respect` answered. Resolves to the status and the page that comes back. */
  send(page: OpenedPage, at: number): Promise<{ status: number; text: string }>;
  sendJson(
    page: OpenedPage,
    at: number,
    withToken: boolean,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Tallies a wave: how many responses its open stream counts. */
  tally(wave: string, at: number): Promise<number>;
  close(): Promise<void>;
}

/** `graceMinutes` of the survey is 10. */
export async function startTown(begins: number): Promise<Town> {
  const folder = temporaryFolder();
  const host: Host = await startHost({ data: folder.path, port: null });
  const manage = async (at: number, method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const reply = await host.request({ method, path, at, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = Buffer.from(reply.body).toString();
    if (reply.status >= 300) throw new Error(`${reply.status} ${text}`);
    return JSON.parse(text);
  };
  await manage(begins, "PUT", "/api/v1/manage/folders", { files: rivertonFiles() });
  const made = (await manage(begins, "POST", "/api/v1/manage/links", {
    department: "riverton",
    survey: "core",
    count: 1,
    place: null,
    mode: "web",
  })) as { links: readonly { id: string }[] };
  const link = made.links[0]!.id;

  return {
    manage,
    async openPage(at) {
      const reply = await host.request({ method: "GET", path: `/s/${link}`, at });
      const text = Buffer.from(reply.body).toString();
      if (reply.status !== 200) throw new Error(`${reply.status} ${text}`);
      return { fields: hiddenFields(text) };
    },
    async send({ fields }, at) {
      const reply = await host.request({
        method: "POST",
        path: `/s/${link}`,
        at,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ ...fields, respect: "3" }).toString(),
      });
      return { status: reply.status, text: Buffer.from(reply.body).toString() };
    },
    async sendJson({ fields }, at, withToken) {
      const { _wave: wave, _instrument: instrument, _page: page } = fields;
      const submission = withToken ? fields._submission : randomBytes(16).toString("hex");
      const reply = await host.request({
        method: "POST",
        path: "/api/v1/responses",
        at,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          link,
          wave,
          instrument,
          submission,
          language: "en",
          answers: { respect: 3 },
          ...(withToken && { page }),
        }),
      });
      return { status: reply.status, body: JSON.parse(Buffer.from(reply.body).toString()) };
    },
    async tally(wave, at) {
      const { tallies } = (await manage(at, "POST", `/api/v1/tallies/riverton/${wave}`)) as {
        tallies: Record<string, { responses: number }>;
      };
      return tallies.open?.responses ?? 0;
    },
    async close() {
      await host.close();
      folder.remove();
    },
  };
}

function hiddenFields(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries(Array.from(inputs, ([, name = "", value = ""]) => [name, value]));
}
