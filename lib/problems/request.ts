/** Refusals about an HTTP request or a command before its meaning is looked at. */
export const requestProblems = {
  "setting-faulty": ({ name, value, expected }: { name: string; value: string; expected: string }) =>
    `The setting ${name} is "${value}"; expected ${expected}.`,
  "not-json": ({ reason }: { reason: string }) =>
    `The body of the request is no JSON (${reason}). Send JSON in UTF-8 with the content type application/json.`,
  "request-faulty": ({ faults }: { faults: readonly string[] }) =>
    `The request is not as expected: ${faults.join("; ")}. The interface is described at /api/v1/openapi.json.`,
  "unknown-route": ({ method, path }: { method: string; path: string }) =>
    `There is nothing at ${method} ${path}. The interface is described at /api/v1/openapi.json.`,
  "body-too-large": ({ bytes, most }: { bytes: number; most: number }) =>
    `The request has ${bytes} bytes; at most ${most} are read. Send less at a time.`,
  "unsupported-content": ({ header, value, expected }: { header: string; value: string; expected: string }) =>
    `${header} is ${value === "" ? "missing" : `"${value.slice(0, 80)}"`}; expected ${expected}.`,
  "around-the-edge": (_: Record<never, never>) =>
    "This address is not for the public. The public address of this installation leads to the same place.",
  "too-many-requests": ({ seconds }: { seconds: number }) =>
    `Too many requests at once. Nothing was stored; try again in ${seconds} seconds.`,
};
