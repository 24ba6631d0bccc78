import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { Mfa, OAuthScope, ResourceServerScope, UserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";

const scopes = {
  read: "See released reports and rounded response counts",
  manage: "Apply departments, run waves, publish",
  custodian: "Load ledgers of letter codes",
} as const;

/** Who signs in: any OIDC issuer named in the context (`-c issuer=… -c audience=…`), else a user pool of the stack's own. */
export function authorizer(scope: Construct): HttpJwtAuthorizer {
  const issuer: unknown = scope.node.tryGetContext("issuer");
  const audience: unknown = scope.node.tryGetContext("audience");
  if (typeof issuer === "string" && typeof audience === "string") {
    return new HttpJwtAuthorizer("Issuer", issuer, { jwtAudience: [audience] });
  }
  const pool = new UserPool(scope, "People", {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: { minLength: 14 },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const offered = Object.entries(scopes).map(
    ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
  );
  const server = pool.addResourceServer("Scopes", { identifier: "trust", scopes: offered });
  const client = pool.addClient("CommandLine", {
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: offered.map((offer) => OAuthScope.resourceServer(server, offer)),
    },
  });
  return new HttpJwtAuthorizer(
    "Issuer",
    `https://cognito-idp.${Stack.of(scope).region}.amazonaws.com/${pool.userPoolId}`,
    {
      jwtAudience: [client.userPoolClientId],
    },
  );
}
