import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Refusal } from "./refusal.ts";

/** What `startS3Endpoint` expects whoever signs to use. */
export const accessKeyId = "test";
export const secretAccessKey = "test";

/**
 * Checks the signature of a presigned URL (SigV4 in the query) and its time.
 * @param now ms since 1970
 * @throws S3Refusal 403
 */
export function checkPresigned(method: string, url: URL, host: string, now: number): void {
  const query = url.searchParams;
  const [key, day, region, service] = (query.get("X-Amz-Credential") ?? "").split("/");
  const date = query.get("X-Amz-Date") ?? "";
  const made = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (key !== accessKeyId || query.get("X-Amz-SignedHeaders") !== "host") throw new S3Refusal(403, "AccessDenied");
  if (!(now < made + Number(query.get("X-Amz-Expires")) * 1_000)) throw new S3Refusal(403, "AccessDenied");

  const canonicalQuery = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const canonical = [method, url.pathname, canonicalQuery, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", date, scope, hash].join("\n");
  const signingKey = [day!, region!, service!, "aws4_request"].reduce<Buffer | string>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const expected = createHmac("sha256", signingKey).update(text).digest();
  const given = Buffer.from(query.get("X-Amz-Signature") ?? "", "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Refusal(403, "SignatureDoesNotMatch");
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
