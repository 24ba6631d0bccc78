import { describe, expect, test } from "vitest";
import { storeVariables } from "../../functions/catalogue.ts";
import { dataTemplate, entries, found, type Json, list, serviceTemplate } from "./synthesized.ts";

/** The statements of a function's own role. */
function statements(name: string): readonly Json[] {
  const id = `${name.replaceAll("-", "")}ServiceRole`;
  return found(serviceTemplate, "AWS::IAM::Policy")
    .filter((policy) => policy.Roles.some((role: { Ref: string }) => role.Ref.startsWith(id)))
    .flatMap((policy) => policy.PolicyDocument.Statement);
}

/** A value of a template as text: of the other stack and of this one by the name of what it is, the rest as it is. */
function text(value: Json): string {
  if (typeof value === "string") return value;
  if (value.Ref) return `{${value.Ref.replace(/[0-9A-F]{8}$/, "")}}`;
  if (value["Fn::Join"]) return value["Fn::Join"][1].map(text).join("");
  if (value["Fn::GetAtt"]) return value["Fn::GetAtt"][0].replace(/[0-9A-F]{8}$/, "");
  const [, name] = /^Data:ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}(?:Arn)?[0-9A-F]{8}$/.exec(
    value["Fn::ImportValue"],
  )!;
  return name!;
}

/** All that a statement says, in a line: the service, what may be done, to what, on which condition. */
function line({ Effect, Action, Resource, Condition = {}, ...rest }: Json): string {
  expect([Effect, rest]).toEqual(["Allow", {}]);
  const [service] = list<string>(Action)[0]!.split(":");
  const actions = list<string>(Action).map((action) => action.replace(`${service}:`, ""));
  const only = Object.entries(Condition).flatMap(([how, keys]) =>
    Object.entries(keys as object).map(([key, values]) => ` if ${how} ${key} ${list(values).map(text).join(" ")}`),
  );
  return `${service} ${actions.join(" ")} on ${list<Json>(Resource).map(text).join(" ")}${only.join("")}`;
}

const answersKey =
  "kms Decrypt DescribeKey Encrypt GenerateDataKey* ReEncrypt* on AnswersKey if StringEquals kms:ViaService dynamodb.us-east-1.{AWS::URLSuffix}";
const privateKey =
  "kms Decrypt GenerateDataKey on PrivateKey if StringEquals kms:ViaService s3.us-east-1.{AWS::URLSuffix}";
const kinds = "if ForAllValues:StringLike dynamodb:LeadingKeys";

/** Written by hand, so that neither the catalogue nor what it is translated by can widen a right unseen. */
const rights: Readonly<Record<string, readonly string[]>> = {
  home: [`dynamodb Query on Registry ${kinds} department#* survey#* link#* release#*`],
  "survey-page": ["dynamodb GetItem Query on Registry"],
  "submit-response": [
    "dynamodb GetItem Query on Registry",
    "dynamodb PutItem UpdateItem GetItem on Answers",
    answersKey,
  ],
  "check-receipt": [
    `dynamodb Query on Registry ${kinds} department#* survey#* release#*`,
    "s3 GetObject on Public/data/*",
    "s3 ListBucket on Public",
  ],
  openapi: [],
  manage: ["dynamodb GetItem Query PutItem on Registry"],
  "import-responses": [
    `dynamodb GetItem on Registry ${kinds} department#* survey#* instrument#* wave#* wave-keys#*`,
    "dynamodb PutItem UpdateItem GetItem on Answers",
    answersKey,
  ],
  "load-invitations": [
    `dynamodb GetItem on Registry ${kinds} wave#* wave-keys#*`,
    `dynamodb PutItem on Registry ${kinds} wave-keys#*`,
    "dynamodb PutItem on Answers",
    answersKey,
  ],
  "tally-waves": [
    "dynamodb GetItem Query PutItem on Registry",
    "dynamodb Query DeleteItem BatchWriteItem on Answers",
    answersKey,
    "s3 GetObject PutObject DeleteObject on Private/tallies/*",
    "s3 ListBucket on Private",
    privateKey,
    "lambda InvokeFunction on tallywaves",
  ],
  "publish-waves": [
    "dynamodb GetItem Query PutItem on Registry",
    "s3 GetObject PutObject on Private/*",
    "s3 ListBucket on Private",
    privateKey,
    "s3 GetObject PutObject DeleteObject on Public/*",
    "s3 ListBucket on Public",
    "kms GetPublicKey Sign on SigningKey1",
    "lambda InvokeFunction on publishwaves",
  ],
};

describe("the service", () => {
  test("its routes are those of the catalogue, with their scopes", () => {
    const made = found(serviceTemplate, "AWS::ApiGatewayV2::Route").map((route) => [
      route.RouteKey,
      (route.AuthorizationScopes ?? []).filter((scope: string) => scope.includes(":")),
    ]);
    const stated = entries.flatMap(({ routes }) =>
      routes.map(({ method, path, scopes }) => [`${method} ${path}`, [...(scopes ?? [])]]),
    );
    expect(made.toSorted()).toEqual(stated.toSorted());
  });

  test("each function has a line of rights here", () => {
    expect(entries.map(({ name }) => name)).toEqual(Object.keys(rights));
  });

  test.each(Object.entries(rights))("%s may do what is written here, and nothing else", (name, stated) => {
    expect(statements(name).map(line)).toEqual(stated);
  });

  test("no role has a policy of somebody else's beside its own, but to write its log", () => {
    const roles = found(serviceTemplate, "AWS::IAM::Role").filter(({ ManagedPolicyArns }) => ManagedPolicyArns);
    expect(roles.length).toBeGreaterThanOrEqual(entries.length);
    for (const { ManagedPolicyArns, Policies } of roles) {
      expect(Policies).toBeUndefined();
      expect(ManagedPolicyArns.map(text)).toEqual([
        "arn:{AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      ]);
    }
  });

  const stores = {
    answers: "Answers",
    registry: "Registry",
    public: "Public",
    private: "Private",
    signer: "SigningKey1",
  };
  test.each(entries)(
    "$name knows the names of the stores that it has grants for, and of no other",
    ({ purpose, grants }) => {
      const made = found(serviceTemplate, "AWS::Lambda::Function").find(({ Description }) => Description === purpose)!;
      const { TRUST_EDGE_SECRET, ...known } = made.Environment.Variables;
      expect(text(TRUST_EDGE_SECRET)).toMatch(/^{{resolve:secretsmanager:{EdgeSecret}:/);
      expect(Object.fromEntries(Object.entries(known).map(([name, value]) => [name, text(value)]))).toEqual({
        TRUST_STORES: "aws",
        ...Object.fromEntries(grants.map(({ store }) => [storeVariables[store], stores[store]])),
      });
    },
  );

  test("its rate is limited for everybody together", () => {
    expect(found(serviceTemplate, "AWS::ApiGatewayV2::Stage")).toMatchObject([
      { StageName: "$default", DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 } },
    ]);
  });

  test("its schedules are those of the catalogue", () => {
    const made = found(serviceTemplate, "AWS::Scheduler::Schedule").map((schedule) => schedule.ScheduleExpression);
    const stated = entries.flatMap(({ everyMinutes }) => (everyMinutes ? [`rate(${everyMinutes} minutes)`] : []));
    expect(made).toEqual(stated);
  });

  test("no log, trace or access log can hold an address or an agent", () => {
    const text = JSON.stringify(serviceTemplate.toJSON());
    expect(text).not.toMatch(/sourceIp|userAgent|identity\.|caller/);
    for (const properties of found(serviceTemplate, "AWS::Lambda::Function")) {
      expect(properties.TracingConfig?.Mode ?? "Disabled").not.toBe("Active");
    }
    for (const { DistributionConfig } of found(serviceTemplate, "AWS::CloudFront::Distribution")) {
      expect(DistributionConfig.Logging).toBeUndefined();
    }
  });
});

describe("the data", () => {
  test("stays when its stack is deleted", () => {
    const resources = Object.values(dataTemplate.toJSON().Resources as Record<string, Json>);
    const lasting = resources.filter(({ Type }) => /GlobalTable|S3::Bucket$|KMS::Key/.test(Type));
    expect(lasting.length).toBe(7);
    for (const { DeletionPolicy, UpdateReplacePolicy } of lasting) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    }
  });

  test("releases are signed by a key of P-256 that publishing alone may use, and only to sign", () => {
    const keys = found(dataTemplate, "AWS::KMS::Key").filter(({ KeyUsage }) => KeyUsage === "SIGN_VERIFY");
    expect(keys.map(({ KeySpec }) => KeySpec)).toEqual(["ECC_NIST_P256"]);
    const users = entries.filter(({ name }) => statements(name).some((one) => line(one).includes("SigningKey")));
    expect(users.map(({ name }) => name)).toEqual(["publish-waves"]);
  });

  test("the answers have a key of their own, expire, and have neither stream nor index", () => {
    const answers = found(dataTemplate, "AWS::DynamoDB::GlobalTable").find((table) => table.TimeToLiveSpecification);
    expect(answers).toMatchObject({
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    });
    expect(answers?.StreamSpecification).toBeUndefined();
    expect(answers?.GlobalSecondaryIndexes).toBeUndefined();
    expect(answers?.Replicas[0]).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    });
  });

  test("what is published can be brought back for a month; what is private has no earlier version that would outlive it", () => {
    const buckets = Object.values(dataTemplate.findResources("AWS::S3::Bucket")).map(({ Properties }) => Properties);
    const versioned = buckets.filter(({ VersioningConfiguration }) => VersioningConfiguration?.Status === "Enabled");
    expect(versioned).toHaveLength(1);
    expect(versioned[0].CorsConfiguration).toBeDefined();
    const days = versioned[0].LifecycleConfiguration.Rules.map((rule: Json) => rule.NoncurrentVersionExpiration);
    expect(days).toContainEqual({ NoncurrentDays: 30 });
    for (const { LifecycleConfiguration } of buckets)
      expect(LifecycleConfiguration.Rules).toContainEqual(
        expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
      );
  });

  test("no bucket is public, each is encrypted and wants TLS", () => {
    const buckets = found(dataTemplate, "AWS::S3::Bucket");
    expect(buckets).toHaveLength(2);
    for (const bucket of buckets) {
      expect(Object.values(bucket.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(bucket.BucketEncryption).toBeDefined();
    }
  });

  test("a bucket is for the roles of functions, over TLS; what is published for distributions of this account too, to read", () => {
    const overTls = (bucket: string) => ({
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    const distributions = "arn:{AWS::Partition}:cloudfront::{AWS::AccountId}:distribution/*";
    const readable = (Action: string, resource: string) => ({
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action,
      Resource: [resource],
      Condition: { ArnLike: { "AWS:SourceArn": distributions } },
    });
    const policies = found(dataTemplate, "AWS::S3::BucketPolicy").map(({ Bucket, PolicyDocument }) => [
      text(Bucket),
      PolicyDocument.Statement.map(({ Resource, Condition, ...rest }: Json) => ({
        ...rest,
        Resource: list(Resource).map(text),
        Condition: Condition.ArnLike
          ? { ...Condition, ArnLike: { "AWS:SourceArn": text(Condition.ArnLike["AWS:SourceArn"]) } }
          : Condition,
      })),
    ]);
    expect(policies).toEqual([
      ["{Private}", [overTls("Private")]],
      ["{Public}", [overTls("Public"), readable("s3:GetObject", "Public/*"), readable("s3:ListBucket", "Public")]],
    ]);
  });

  test("a key says nothing of its own but that the account's policies decide", () => {
    const keys = found(dataTemplate, "AWS::KMS::Key");
    expect(keys).toHaveLength(3);
    for (const { KeyPolicy } of keys)
      expect(KeyPolicy.Statement).toEqual([
        { Effect: "Allow", Principal: { AWS: expect.anything() }, Action: "kms:*", Resource: "*" },
      ]);
  });
});
