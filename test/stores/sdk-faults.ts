import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";

/** One try of a request, below the SDK's own retries. */
export interface Try {
  /** Such as `PutItemCommand`. */
  readonly command: string;
  readonly input: Record<string, unknown>;
  /** Sends it; resolves to the parsed answer. */
  send(): Promise<Record<string, unknown>>;
}
export type Fault = (attempt: Try) => Promise<Record<string, unknown>>;

type Next = (args: unknown) => Promise<{ output: unknown; response: unknown }>;
interface Context {
  readonly commandName: string;
}

/**
 * Lets every try of a client's requests pass through `fault`, which may lose, delay, forge or refuse it.
 * @param more what to ask in every request besides
 */
export function injectFaults(client: DynamoDBClient | S3Client, fault: Fault, more: object = {}): void {
  const inputs = new WeakMap<object, Record<string, unknown>>();
  const add = client.middlewareStack.add.bind(client.middlewareStack) as unknown as (
    middleware: (next: Next, context: Context) => Next,
    options: { step: string; priority: string; name: string },
  ) => void;
  add(
    (next, context) => (args) => {
      const input = { ...(args as { input: Record<string, unknown> }).input, ...more };
      inputs.set(context, input);
      return next({ ...(args as object), input });
    },
    { step: "initialize", priority: "low", name: "rememberInput" },
  );
  add(
    (next, context) => async (args) => {
      let response: unknown;
      const output = await fault({
        command: context.commandName,
        input: inputs.get(context) ?? {},
        async send() {
          const answer = await next(args);
          response = answer.response;
          return answer.output as Record<string, unknown>;
        },
      });
      return { output: { $metadata: {}, ...output }, response };
    },
    { step: "deserialize", priority: "high", name: "injectFaults" },
  );
}

/** An error as the SDK throws it. */
export function sdkError(name: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(name), { name, $metadata: {}, ...more });
}

/** The request arrives and is carried out, its reply does not come back. */
export const replyLost: Fault = async (attempt) => {
  await attempt.send().catch(() => undefined);
  throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
};

/** The first tries of a command meet these faults, the others none. @returns the fault, and the tries it saw */
export function atFirst(command: string, ...faults: readonly Fault[]): { fault: Fault; tries: () => number } {
  const left = [...faults];
  let tries = 0;
  return {
    fault: (attempt) => {
      if (attempt.command !== command) return attempt.send();
      tries++;
      const fault = left.shift();
      return fault ? fault(attempt) : attempt.send();
    },
    tries: () => tries,
  };
}

/** Every try of a command meets this fault. */
export function always(command: string, fault: Fault): { fault: Fault; tries: () => number } {
  let tries = 0;
  return {
    fault: (attempt) => {
      if (attempt.command !== command) return attempt.send();
      tries++;
      return fault(attempt);
    },
    tries: () => tries,
  };
}
