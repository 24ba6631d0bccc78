import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Scope } from "../../functions/catalogue.ts";
import type { Reply } from "./call.ts";
import { refusal } from "./reply.ts";

/** Who signs tokens, and for whom. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly key: JWTVerifyGetKey;
}

export type TokenOutcome = { readonly scope: string } | { readonly refused: Reply };

/**
 * Checks the bearer token of a request as API Gateway's JWT authorizer does: signature (RS256), issuer, audience (`aud`, or
 * `client_id` as Cognito has it), time, and at least one of the route's scopes.
 * @param now milliseconds since 1970
 */
export async function checkToken(
  authorization: string | undefined,
  wanted: readonly Scope[],
  trusted: TrustedIssuer | undefined,
  now: number,
): Promise<TokenOutcome> {
  if (!trusted)
    return unauthorized("Set TRUST_OIDC_ISSUER and TRUST_OIDC_AUDIENCE, or use the socket in the data folder.");
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
  if (!token) return unauthorized("This address needs a header Authorization: Bearer with a token.");
  let claims: JWTPayload;
  try {
    const options = {
      algorithms: ["RS256"],
      issuer: trusted.issuer,
      currentDate: new Date(now),
      requiredClaims: ["exp"],
    };
    claims = (await jwtVerify(token, trusted.key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return unauthorized("The token has expired. Get a new one.");
    if (error instanceof errors.JOSEError) return unauthorized("The token was not issued for this installation.");
    return {
      refused: refusal(503, "Service unavailable", "The issuer of tokens cannot be reached.", { "retry-after": "5" }),
    };
  }
  if (![claims.aud, claims.client_id].flat().includes(trusted.audience)) {
    return unauthorized("The token was issued for another audience.");
  }
  const scope = scopesOf(claims).join(" ");
  if (!wanted.some((name) => scope.split(" ").includes(name))) {
    return {
      refused: refusal(403, "Forbidden", `This address needs one of the scopes ${wanted.join(", ")}.`, {
        "www-authenticate": `Bearer error="insufficient_scope", scope="${wanted.join(" ")}"`,
      }),
    };
  }
  return { scope };
}

/** Of `scope` or `scp`, in one text or a list; `trust/read`, as a user pool has to write it, is `trust:read`. */
function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  return [scope ?? scp ?? []]
    .flat()
    .flatMap((text) => String(text).split(" "))
    .map((name) => name.replace(/^trust\//, "trust:"));
}

const unauthorized = (detail: string): TokenOutcome => ({
  refused: refusal(401, "Unauthorized", detail, { "www-authenticate": "Bearer" }),
});

/** The issuer that the environment names, its keys found by OIDC discovery at the first token. */
export function issuerFrom(environment: Readonly<Record<string, string | undefined>>): TrustedIssuer | undefined {
  const { TRUST_OIDC_ISSUER: issuer, TRUST_OIDC_AUDIENCE: audience } = environment;
  if (!issuer || !audience) return undefined;
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const { jwks_uri } = (await response.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return {
    issuer,
    audience,
    async key(header, token) {
      keys ??= discover();
      keys.catch(() => {
        keys = undefined;
      });
      return (await keys)(header, token);
    },
  };
}
