import { Problem } from "../problems/problem.ts";

/** Names of errors that pass by themselves; the SDK has tried again before we see one. */
const passing =
  /Throttl|LimitExceeded|ProvisionedThroughput|TransactionConflict|TransactionInProgress|ConditionalRequestConflict|SlowDown|ServiceUnavailable|InternalServer|InternalError|Timeout|Networking|^E[A-Z_]+$/;

/** An error of the SDK: what passes by itself as Problem `store-unavailable`, anything else as it is. */
export function inWords(error: unknown): unknown {
  const {
    name = "",
    code = "",
    $metadata,
  } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const passes = ($metadata?.httpStatusCode ?? 0) >= 500 || passing.test(name) || passing.test(String(code));
  if (!passes) return error;
  return new Problem("store-unavailable", { reason: `the store answered ${name || code}` }, { cause: error });
}

/** Waits a little longer each time, not in step with others. @param attempt from 1 */
export function pause(attempt: number): Promise<void> {
  const milliseconds = 25 * 2 ** attempt * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** How often we try again what the SDK does not. */
export const mostAttempts = 6;
