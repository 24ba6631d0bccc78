import { describe, expect, test } from "vitest";
import { dataTemplate, entries, found, type Json, list, serviceTemplate } from "./synthesized.ts";

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource: unknown;
}
/** The statements of a function's own role. */
function statements(name: string): readonly Statement[] {
  const id = `${name.replaceAll("-", "")}ServiceRole`;
  return found(serviceTemplate, "AWS::IAM::Policy")
    .filter((policy) => policy.Roles.some((role: { Ref: string }) => role.Ref.startsWith(id)))
    .flatMap((policy) => policy.PolicyDocument.Statement);
}

/** Which store a resource is of, by its export. */
function storeOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const match = /AnswersKey|PrivateKey|Signing|Answers|Registry|Private|Public/.exec(text);
  return match ? match[0] : text;
}

const words: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  answers: {
    add: ["GetItem", "PutItem", "UpdateItem"],
    "read-invitation": ["GetItem"],
    "add-invitations": ["PutItem"],
    read: ["Query"],
    delete: ["BatchWriteItem", "DeleteItem", "Query"],
    "add-receipt": ["PutItem"],
  },
  registry: { read: ["GetItem"], list: ["Query"], write: ["PutItem"], remove: ["DeleteItem"] },
  public: { read: ["GetObject"], list: ["ListBucket"], put: ["PutObject"], remove: ["DeleteObject"] },
  private: { read: ["GetObject"], list: ["ListBucket"], put: ["PutObject"], remove: ["DeleteObject"] },
  signer: { sign: ["GetPublicKey", "Sign"] },
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

  test.each(entries)("$name may do what the catalogue states, and nothing else", ({ name, grants, callsItself }) => {
    const actual: Record<string, string[]> = {};
    const itself = statements(name).filter(({ Action }) => Action === "lambda:InvokeFunction");
    const own = {
      "Fn::GetAtt": [expect.stringMatching(new RegExp(`^${name.replaceAll("-", "")}[0-9A-F]{8}$`)), "Arn"],
    };
    expect(itself.map(({ Resource }) => Resource)).toEqual(callsItself ? [own] : []);
    for (const { Action, Effect, Resource } of statements(name)) {
      expect(Effect).toBe("Allow");
      if (Action === "lambda:InvokeFunction") continue;
      const store = storeOf(Resource).toLowerCase();
      if (store.endsWith("key")) continue;
      actual[store === "signing" ? "signer" : store] = [
        ...new Set([...(actual[store] ?? []), ...list(Action).map((a) => a.replace(/^.*:/, ""))]),
      ].toSorted();
    }
    const stated = Object.fromEntries(
      grants.map(({ store, may }) => [
        store,
        [...new Set(may.flatMap((word) => words[store]?.[word] ?? ["?"]))].toSorted(),
      ]),
    );
    expect(actual).toEqual(stated);
  });

  test("publishing can neither read an answer nor decrypt one", () => {
    const stores = statements("publish-waves").map(({ Resource }) => storeOf(Resource));
    expect(stores).toContain("Registry");
    expect(stores).not.toContain("Answers");
    expect(stores).not.toContain("AnswersKey");
  });

  test("no action is a pattern, but those of the keys", () => {
    const actions = entries.flatMap(({ name }) => statements(name).flatMap(({ Action }) => list(Action)));
    expect(actions.filter((action) => action.includes("*") && !action.startsWith("kms:"))).toEqual([]);
    expect(actions.filter((action) => action.endsWith(":Scan"))).toEqual([]);
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
    const users = entries.filter(({ name }) =>
      statements(name).some(({ Resource }) => storeOf(Resource) === "Signing"),
    );
    expect(users.map(({ name }) => name)).toEqual(["publish-waves"]);
    for (const { Environment, Description } of found(serviceTemplate, "AWS::Lambda::Function")) {
      const knows = Environment?.Variables?.TRUST_SIGNING_KEY !== undefined;
      expect(knows, Description).toBe(Description === entries.find(({ name }) => name === "publish-waves")!.purpose);
    }
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
    expect(JSON.stringify(found(dataTemplate, "AWS::S3::BucketPolicy"))).toContain("aws:SecureTransport");
  });
});
