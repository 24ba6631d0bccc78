import { stackFrames } from "../problems/stack-frames.ts";

/**
 * What the host and the thread of a function say to each other. Calls and replies travel as arrays, one message for all of
 * an event-loop turn: at thousands of requests a second the number of messages is what costs.
 */
export interface HttpCall {
  readonly id: number;
  readonly kind: "http";
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly method: string;
  /** Path without query, as sent. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  /** Lower-case names; only those a function may see. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[] | undefined;
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
  /** The event's own time, milliseconds since 1970. */
  readonly at: number;
  /** Space separated, where the route asks for a scope. */
  readonly scope: string | undefined;
}

export interface ScheduleCall {
  readonly id: number;
  readonly kind: "schedule";
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type Call = HttpCall | ScheduleCall;

/** An HTTP answer on its way out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string | Uint8Array;
}

/** `fault`: the function threw; only what names the place of the bug, never its message, which may quote an answer. */
export type Answer =
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly fault: Fault };

/** All that a thread has to say after a turn. */
export interface ThreadMessage {
  readonly answers: Answer[];
  /** What the function wrote to stdout. */
  said: string;
}

export interface Fault {
  readonly name: string;
  readonly code?: string;
  readonly place?: string;
}

/** Error name, code and first line of code, without the message. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const place = /^\s+at (.*:\d+:\d+)\)?$/m
    .exec(stackFrames(error))?.[1]
    ?.replace(/\(?(?:file:\/\/)?\S*\/(?=[^/]+\/[^/]+$)/, "");
  return { name: error.name, ...(typeof code === "string" && { code }), ...(place && { place }) };
}
