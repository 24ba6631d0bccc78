import { generateKeyPair, SignJWT } from "jose";
import type { TrustedIssuer } from "./token-check.ts";

const issuer = "urn:mutual-trust:development";
const audience = "mutual-trust";

/** Signs tokens for trying things out on one machine. Its key lives as long as the host. */
export interface DevelopmentIssuer extends TrustedIssuer {
  /** @param now milliseconds since 1970 */
  token(scopes: readonly string[], minutes: number, now: number): Promise<string>;
}

/** Only for a host that listens on loopback and has no other issuer; its tokens are given out over the socket alone. */
export function developmentIssuer(): DevelopmentIssuer {
  // Made at the first use: an RSA key takes up to a second.
  let pair: ReturnType<typeof generateKeyPair> | undefined;
  const keys = () => {
    pair ??= generateKeyPair("RS256");
    return pair;
  };
  return {
    issuer,
    audience,
    key: async () => (await keys()).publicKey,
    async token(scopes, minutes, now) {
      const { privateKey } = await keys();
      return new SignJWT({ scope: scopes.join(" ") })
        .setProtectedHeader({ alg: "RS256" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(now / 1000) + minutes * 60)
        .sign(privateKey);
    },
  };
}
