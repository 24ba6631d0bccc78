import { CfnOutput, Duration, Fn, RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import {
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolOperation,
} from "aws-cdk-lib/aws-cognito";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { type Role, roles, scopesByGroup } from "./roles.ts";

const scopes = {
  read: "See released reports and rounded response counts",
  manage: "Apply departments, run waves, publish",
  custodian: "Load ledgers of letter codes",
} as const;

/** Nothing listens there: whoever signs in copies the code from the address that the browser ends at. */
const callback = "http://localhost:4100/";

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
    // The least with which a trigger may change an access token.
    featurePlan: FeaturePlan.ESSENTIALS,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, trigger(scope), LambdaVersion.V2_0);
  const jwtAudience = clients(pool);
  const at = `https://cognito-idp.${Stack.of(scope).region}.amazonaws.com/${pool.userPoolId}`;
  return new HttpJwtAuthorizer("Issuer", at, { jwtAudience });
}

/** An address to sign in at, and for each role a group and a client that asks for its scopes only. @returns their ids */
function clients(pool: UserPool): string[] {
  const scope = pool.stack;
  const named: unknown = scope.node.tryGetContext("signIn");
  // Such names are unique among all accounts of a region; the id of a stack holds a random part.
  const domainPrefix = typeof named === "string" ? named : `trust-${Fn.select(2, Fn.split("/", scope.stackId))}`;
  const domain = pool.addDomain("SignIn", {
    cognitoDomain: { domainPrefix },
    managedLoginVersion: ManagedLoginVersion.CLASSIC_HOSTED_UI,
  });
  new CfnOutput(scope, "SignInAddress", { value: domain.baseUrl() });
  new CfnOutput(scope, "UserPool", { value: pool.userPoolId });
  const offers = Object.fromEntries(
    Object.entries(scopes).map(([scopeName, scopeDescription]) => [
      scopeName,
      new ResourceServerScope({ scopeName, scopeDescription }),
    ]),
  );
  const server = pool.addResourceServer("Scopes", { identifier: "trust", scopes: Object.values(offers) });
  return (Object.keys(roles) as Role[]).map((role) => {
    pool.addGroup(role, { groupName: role });
    const client = pool.addClient(`${role}-client`, {
      preventUserExistenceErrors: true,
      // A group that somebody left counts until the token is renewed.
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: [callback],
        scopes: roles[role].map((name) => OAuthScope.resourceServer(server, offers[name]!)),
      },
    });
    new CfnOutput(scope, `${role}Client`, { value: client.userPoolClientId });
    return client.userPoolClientId;
  });
}

function trigger(scope: Construct): LambdaFunction {
  return new LambdaFunction(scope, "ScopesByGroup", {
    description: "Leaves out of a token what the group of its owner does not give.",
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromInline(scopesByGroup),
    tracing: Tracing.DISABLED,
    logGroup: new LogGroup(scope, "ScopesByGroup-log", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
}
