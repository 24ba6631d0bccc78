import type { Scope } from "../../functions/catalogue.ts";
import type { Reply } from "./call.ts";
import type { Dispatch } from "./dispatch.ts";
import type { InFlight } from "./in-flight.ts";
import { refusal } from "./reply.ts";

export interface HostRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The event's time, milliseconds since 1970; default now. */
  readonly at?: number;
  /** Default all. */
  readonly scopes?: readonly Scope[];
}

export interface HostReply {
  readonly status: number;
  /** Lower-case names; several cookies are joined by a line break. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Runs a request through the same routes, limits and workers as one that came over the network. */
export const inProcess =
  (dispatch: Dispatch, requests: InFlight) =>
  async ({ method, path, headers = {}, body, at, scopes }: HostRequest): Promise<HostReply> => {
    requests.started();
    try {
      const lowered: Record<string, string> = { host: "localhost" };
      for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
      const bytes = body === undefined ? undefined : Buffer.from(body as Uint8Array);
      const plan = await dispatch(method, path, lowered, scopes ?? "all", at);
      const isTooLarge = bytes !== undefined && bytes.length > plan.bodyLimit;
      const reply = isTooLarge
        ? refusal(413, "Too large", `A request to this address may have at most ${plan.bodyLimit} bytes.`)
        : await plan.answer(bytes);
      return toHostReply(reply);
    } finally {
      requests.ended();
    }
  };

function toHostReply({ status, headers, cookies, body }: Reply): HostReply {
  return {
    status,
    headers: cookies ? { ...headers, "set-cookie": cookies.join("\n") } : headers,
    body: typeof body === "string" ? Buffer.from(body) : body,
  };
}
