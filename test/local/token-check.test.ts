import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkToken, issuerFrom } from "../../lib/local/token-check.ts";

const now = Date.parse("2026-05-01T12:00:00Z");
const seconds = now / 1000;
const pair = await generateKeyPair("RS256");
const other = await generateKeyPair("RS256");
let issuer = "";

/** An issuer as any OIDC provider is one: a discovery document and its public keys. */
const server = createServer(async (request, response) => {
  const isDiscovery = request.url === "/.well-known/openid-configuration";
  const keys = [{ ...(await exportJWK(pair.publicKey)), alg: "RS256", kid: "1" }];
  response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys }));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

interface Token {
  readonly claims?: Record<string, unknown>;
  readonly key?: typeof pair.privateKey;
  readonly expires?: number;
}
const tokenOf = ({ claims = {}, key = pair.privateKey, expires = seconds + 60 }: Token) =>
  new SignJWT({ iss: issuer, aud: "trust", scope: "trust:read other", ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "1" })
    .setExpirationTime(expires)
    .sign(key);
const check = async (authorization: string | undefined, audience = "trust") => {
  const trusted = issuerFrom({ TRUST_OIDC_ISSUER: issuer, TRUST_OIDC_AUDIENCE: audience });
  const outcome = await checkToken(authorization, ["trust:read", "trust:manage"], trusted, now);
  return "refused" in outcome ? outcome.refused.status : outcome.scope;
};

test.each<[string, Token, unknown]>([
  ["a good one", {}, "trust:read other"],
  ["with Cognito's client_id instead of aud", { claims: { aud: undefined, client_id: "trust" } }, "trust:read other"],
  ["for several audiences", { claims: { aud: ["x", "trust"] } }, "trust:read other"],
  ["with Entra's scp", { claims: { scope: undefined, scp: "trust:read other" } }, "trust:read other"],
  ["with Okta's list", { claims: { scope: undefined, scp: ["trust:manage", "x"] } }, "trust:manage x"],
  ["with a scope as a user pool writes it", { claims: { scope: "trust/read" } }, "trust:read"],
  ["for another audience", { claims: { aud: "x" } }, 401],
  ["of another issuer", { claims: { iss: "https://example.org" } }, 401],
  ["signed with another key", { key: other.privateKey }, 401],
  ["expired", { expires: seconds - 1 }, 401],
  ["not valid yet", { claims: { nbf: seconds + 60 } }, 401],
  ["without a scope", { claims: { scope: undefined } }, 403],
  ["with scp of another name", { claims: { scope: undefined, scp: ["trust:reader", "nottrust/read"] } }, 403],
  ["with a scope of another name", { claims: { scope: "trust:reader" } }, 403],
])("a token %s", async (_name, token, expected) => {
  expect(await check(`Bearer ${await tokenOf(token)}`)).toBe(expected);
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
test.each([
  ["none", undefined],
  ["no bearer", "Basic YTpi"],
  ["nonsense", "Bearer a.b.c"],
  [
    "one without a signature",
    () => `Bearer ${part({ alg: "none" })}.${part({ iss: issuer, aud: "trust", scope: "trust:read" })}.`,
  ],
  ["one with another algorithm", () => `Bearer ${part({ alg: "HS256" })}.${part({ iss: issuer })}.AAAA`],
])("%s is refused", async (_name, header) => {
  expect(await check(typeof header === "function" ? header() : header)).toBe(401);
});

test("an issuer that cannot be reached is our trouble, not the caller's", async () => {
  const trusted = issuerFrom({ TRUST_OIDC_ISSUER: "http://127.0.0.1:9", TRUST_OIDC_AUDIENCE: "trust" });
  const token = await tokenOf({ claims: { iss: "http://127.0.0.1:9" } });
  expect(await checkToken(`Bearer ${token}`, ["trust:read"], trusted, now)).toMatchObject({
    refused: { status: 503, headers: { "retry-after": "5" } },
  });
});

test("without an issuer, closed routes stay closed and say what to set", async () => {
  expect(await checkToken("Bearer a.b.c", ["trust:read"], issuerFrom({}), now)).toMatchObject({
    refused: { status: 401, body: expect.stringContaining("TRUST_OIDC_ISSUER") },
  });
});
