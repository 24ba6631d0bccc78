import { Problem } from "../problems/problem.ts";
import type { HttpMiddleware } from "./answer-problems.ts";

/** What a resident's route takes: several times what the longest survey needs. */
export const residentBytes = 65_536;

/**
 * Refuses a body before anything reads it.
 * @throws Problem `body-too-large`; `unsupported-content` for a compressed body, or one that is of none of the types
 * @param types content types without parameters, such as `application/json`
 */
export function limitBody(mostBytes: number, ...types: readonly string[]): HttpMiddleware {
  return {
    before: ({ event }) => {
      const body = event.body ?? "";
      const bytes = Buffer.byteLength(body, event.isBase64Encoded ? "base64" : "utf8");
      if (bytes > mostBytes) throw new Problem("body-too-large", { bytes, most: mostBytes });
      if (event.requestContext.http.method === "GET") return;
      const encoding = header(event.headers, "content-encoding");
      if (encoding !== "" && encoding !== "identity")
        throw new Problem("unsupported-content", { header: "Content-Encoding", value: encoding, expected: "identity" });
      const type = header(event.headers, "content-type").split(";", 1)[0]?.trim() ?? "";
      if (!types.includes(type) && !(body === "" && type === ""))
        throw new Problem("unsupported-content", { header: "Content-Type", value: type, expected: types.join(" or ") });
    },
  };
}

/** A header's value in lower case; API Gateway sends the names in lower case. */
function header(headers: Readonly<Record<string, string | undefined>>, name: string): string {
  return (headers[name] ?? "").trim().toLowerCase();
}
