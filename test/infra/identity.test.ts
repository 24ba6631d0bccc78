import { expect, test } from "vitest";
import { scopesByGroup } from "../../lib/infra/roles.ts";
import { entries, found, type Json, serviceTemplate, withContext } from "./synthesized.ts";

const rolesOfDesign = {
  analyst: ["trust/read"],
  steward: ["trust/manage", "trust/read"],
  custodian: ["trust/custodian"],
};
const all = ["trust/custodian", "trust/manage", "trust/read"];

const clients = Object.entries(serviceTemplate.findResources("AWS::Cognito::UserPoolClient"));
/** A scope as the template writes it: the reference of the resource server stands for its name. */
function scopeOf(scope: Json): string {
  const [{ Ref }, rest] = scope["Fn::Join"][1];
  return serviceTemplate.findResources("AWS::Cognito::UserPoolResourceServer")[Ref]!.Properties.Identifier + rest;
}
const one = (type: string): Json => {
  const [only, ...others] = found(serviceTemplate, type);
  expect(others).toEqual([]);
  return only;
};

test("each role has a client of its own that asks for the scopes of that role, by a code with PKCE, and holds no secret", () => {
  const offered = clients.map(([id, { Properties }]) => [
    /^People(\w+?)client/.exec(id)![1],
    Properties.AllowedOAuthScopes.map(scopeOf).toSorted(),
  ]);
  expect(Object.fromEntries(offered)).toEqual(rolesOfDesign);
  expect(clients).toHaveLength(3);
  for (const [, { Properties }] of clients) {
    expect(Properties).toMatchObject({ AllowedOAuthFlows: ["code"], CallbackURLs: ["http://localhost:4100/"] });
    expect(Properties.GenerateSecret).toBeUndefined();
  }
  expect(
    found(serviceTemplate, "AWS::Cognito::UserPoolGroup")
      .map(({ GroupName }) => GroupName)
      .toSorted(),
  ).toEqual(Object.keys(rolesOfDesign).toSorted());
});

test("every scope that a route wants can be had by some role", () => {
  const wanted = entries.flatMap(({ routes }) => routes.flatMap(({ scopes }) => scopes ?? []));
  expect([...new Set(wanted)].map((scope) => scope.replace(":", "/")).toSorted()).toEqual(all);
});

test("the pool has an address to sign in at, nobody signs up, and everybody has a second factor", () => {
  const pool = one("AWS::Cognito::UserPool");
  expect(pool).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: "ON",
    EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
    UserPoolTier: "ESSENTIALS",
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: "V2_0" } },
  });
  const { Domain } = one("AWS::Cognito::UserPoolDomain");
  expect(JSON.stringify(Domain)).toContain('{"Ref":"AWS::StackId"}');
  const named = withContext({ signIn: "riverton-trust" });
  expect(found(named, "AWS::Cognito::UserPoolDomain")).toMatchObject([{ Domain: "riverton-trust" }]);
});

test("the API takes the tokens of these clients; with an issuer of one's own there is no pool", () => {
  const { JwtConfiguration, AuthorizerType } = one("AWS::ApiGatewayV2::Authorizer");
  expect(AuthorizerType).toBe("JWT");
  expect(JwtConfiguration.Audience).toEqual(clients.map(([Ref]) => ({ Ref })));
  const other = withContext({ issuer: "https://id.example.org", audience: "trust" });
  expect(found(other, "AWS::ApiGatewayV2::Authorizer")).toMatchObject([
    { JwtConfiguration: { Issuer: "https://id.example.org", Audience: ["trust"] } },
  ]);
  for (const type of ["UserPool", "UserPoolDomain", "UserPoolClient", "UserPoolGroup"])
    expect(found(other, `AWS::Cognito::${type}`)).toEqual([]);
});

test("addresses and ids that signing in wants are outputs", () => {
  const names = Object.keys(serviceTemplate.toJSON().Outputs);
  expect(names).toEqual(
    expect.arrayContaining(["SignInAddress", "UserPool", "analystClient", "stewardClient", "custodianClient"]),
  );
});

/** The scopes that a token has which was asked for with all of them. */
async function scopesOf(groups: readonly string[] | undefined): Promise<string[]> {
  const code = found(serviceTemplate, "AWS::Lambda::Function").find(({ Code }) => Code.ZipFile)?.Code.ZipFile;
  expect(code).toBe(scopesByGroup);
  const module: { handler?: (event: object) => Promise<Json> } = {};
  new Function("exports", code)(module);
  const event = { request: { groupConfiguration: { groupsToOverride: groups }, scopes: all }, response: {} };
  const { response } = await module.handler!(event);
  const { scopesToSuppress } = response.claimsAndScopeOverrideDetails.accessTokenGeneration;
  return all.filter((scope) => !scopesToSuppress.includes(scope));
}

const people: readonly (readonly [readonly string[] | undefined, readonly string[]])[] = [
  ...Object.entries(rolesOfDesign).map(([group, scopes]) => [[group], scopes] as const),
  [[], []],
  [undefined, []],
  [["toString"], []],
  [["custodian", "steward"], []],
];
test.each(people)("at whatever client they sign in, people of the groups %j get %j", async (groups, scopes) => {
  expect(await scopesOf(groups)).toEqual(scopes);
});
