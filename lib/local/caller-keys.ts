import { createHmac, randomBytes } from "node:crypto";
import { isIPv4 } from "node:net";

const day = 86_400_000;

/**
 * Names callers so that their rate can be limited and nothing else: an HMAC of the address under a key that exists only in this
 * process and only on this day. Never stored, never logged; tomorrow the same address has another name, and today's can be
 * worked out by nobody.
 * @returns the name of an address; undefined for this machine itself, behind which many may stand (a proxy limits rates itself)
 */
export function callerKeys(): (address: string | undefined, now: number) => string | undefined {
  let today = Number.NaN;
  let key = Buffer.alloc(0);
  return (address, now) => {
    const network = address && networkOf(address);
    if (!network) return undefined;
    const current = Math.floor(now / day);
    if (current !== today) {
      today = current;
      key.fill(0);
      key = randomBytes(32);
    }
    return createHmac("sha256", key).update(network).digest("base64url").slice(0, 16);
  };
}

/** An IPv4 address; of an IPv6 address the 64 bits that a household or a company has. Undefined for loopback. */
function networkOf(address: string): string | undefined {
  const plain = address.replace(/^::ffff:/i, "").replace(/%.*$/, "");
  if (isIPv4(plain)) return plain.startsWith("127.") ? undefined : plain;
  if (plain === "::1") return undefined;
  const [head = "", tail = ""] = plain.split("::");
  const [left, right] = [head, tail].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = plain.includes("::") ? Array.from({ length: 8 - left!.length - right!.length }, () => "0") : [];
  return [...left!, ...zeros, ...right!]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
