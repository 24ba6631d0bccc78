import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll, describe, expect, test } from "vitest";
import { type CatalogueEntry, catalogue } from "../../functions/catalogue.ts";
import { DataStack } from "../../lib/infra/data-stack.ts";
import { ServiceStack } from "../../lib/infra/service-stack.ts";

// Templates say the same whatever the bundles hold, so these are empty; the bundle has tests of its own.
const bundle = mkdtempSync(join(tmpdir(), "bundle-"));
for (const { name } of catalogue) {
  mkdirSync(join(bundle, name));
  writeFileSync(join(bundle, name, "handler.mjs"), "export const handler = async () => ({});");
}
const outdir = mkdtempSync(join(tmpdir(), "cdk-"));
afterAll(() => {
  for (const folder of [bundle, outdir]) rmSync(folder, { recursive: true });
});

const env = { region: "us-east-1" };
const app = new App({ outdir });
const data = new DataStack(app, "Data", { env });
const service = new ServiceStack(app, "Service", { env, data, bundle });
const dataTemplate = Template.fromStack(data);
const serviceTemplate = Template.fromStack(service);
const entries: readonly CatalogueEntry[] = catalogue;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource: unknown;
}
const list = <Item>(one: Item | readonly Item[]): readonly Item[] => (Array.isArray(one) ? one : [one as Item]);
const found = (template: Template, type: string): Record<string, Json>[] =>
  Object.values(template.findResources(type)).map((resource) => resource.Properties);
// Templates are JSON without a type of their own.
type Json = ReturnType<typeof JSON.parse>;

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

describe("an operator", () => {
  const alarms = found(serviceTemplate, "AWS::CloudWatch::Alarm");
  const nameOf = (alarm: Json): string => alarm.AlarmDescription.split(":")[0];
  const guide = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");

  test("is told of every alarm, and finds in the guide what it means and what to do", () => {
    expect(alarms.map(nameOf).toSorted()).toEqual([
      "functions-throttled",
      "publish-waves-dropped",
      "publish-waves-fails",
      "publish-waves-stopped",
      "release-missed",
      "results-news",
      "server-errors",
      "tables-throttled",
      "tally-waves-dropped",
      "tally-waves-fails",
      "tally-waves-stopped",
    ]);
    for (const alarm of alarms) {
      expect(alarm.AlarmActions).toHaveLength(1);
      const name = nameOf(alarm).replace(/^(tally|publish)-waves-/, "…-waves-");
      expect(guide, name).toContain(`| \`${name}\` |`);
    }
  });

  test("hears of a missed release by the very line that the job writes", () => {
    const filters = found(serviceTemplate, "AWS::Logs::MetricFilter");
    expect(filters).toHaveLength(2);
    const filter = filters.find(({ MetricTransformations: [{ MetricName }] }) => MetricName === "MissedReleases");
    expect(filter).toMatchObject({
      FilterPattern: "{ $.missed >= 0 }",
      MetricTransformations: [{ MetricValue: "$.missed", MetricName: "MissedReleases" }],
    });
    const alarm = alarms.find((one) => nameOf(one) === "release-missed");
    expect(alarm).toMatchObject({ MetricName: "MissedReleases", Statistic: "Maximum", Threshold: 1 });
  });

  test("analysts hear of news in the results on a topic of their own, by the very line that the job writes", () => {
    const filter = found(serviceTemplate, "AWS::Logs::MetricFilter").find(
      ({ FilterPattern }) => FilterPattern === "{ $.news > 0 }",
    );
    expect(filter).toMatchObject({ MetricTransformations: [{ MetricValue: "$.news", MetricName: "ResultsNews" }] });
    const alarm = alarms.find((one) => nameOf(one) === "results-news")!;
    expect(alarm).toMatchObject({
      MetricName: "ResultsNews",
      Statistic: "Sum",
      Threshold: 1,
      TreatMissingData: "notBreaching",
    });
    const others = new Set(
      alarms.filter((one) => one !== alarm).map(({ AlarmActions }) => JSON.stringify(AlarmActions)),
    );
    expect([...others]).toHaveLength(1);
    expect(others).not.toContain(JSON.stringify(alarm.AlarmActions));
    const template = withContext({ news: "chief@riverton.example", waf: "off" });
    expect(found(template, "AWS::SNS::Subscription")).toMatchObject([
      { Protocol: "email", TopicArn: alarm.AlarmActions[0] },
    ]);
  });

  test("a job that no longer runs is an alarm, not silence", () => {
    const stopped = alarms.filter((alarm) => nameOf(alarm).endsWith("-stopped"));
    expect(stopped).toHaveLength(2);
    for (const alarm of stopped)
      expect(alarm).toMatchObject({ MetricName: "Invocations", TreatMissingData: "breaching", Period: 1800 });
  });

  test("keeps every log for a month and no longer", () => {
    const logs = found(serviceTemplate, "AWS::Logs::LogGroup");
    expect(logs).toHaveLength(entries.length + 1);
    for (const log of logs) expect(log.RetentionInDays).toBe(30);
  });

  const withContext = (context: object, region = "us-east-1") => {
    const other = new App({ outdir, context });
    const at = { env: { region } };
    const store = new DataStack(other, "Data", at);
    return Template.fromStack(new ServiceStack(other, "Service", { ...at, data: store, bundle }));
  };

  test("gets mail about alarms and costs where an address is given, and no topic is subscribed otherwise", () => {
    expect(found(serviceTemplate, "AWS::SNS::Subscription")).toEqual([]);
    const template = withContext({ alarms: "ops@riverton.example", budget: "80", waf: "off" });
    expect(found(template, "AWS::SNS::Subscription")).toMatchObject([{ Protocol: "email" }]);
    expect(found(template, "AWS::Budgets::Budget")).toMatchObject([{ Budget: { BudgetLimit: { Amount: 80 } } }]);
    expect(found(template, "AWS::WAFv2::WebACL")).toEqual([]);
  });

  test("has a firewall that limits one address and remembers none", () => {
    const [list] = found(serviceTemplate, "AWS::WAFv2::WebACL");
    expect(list!.Rules).toHaveLength(1);
    for (const { VisibilityConfig } of [list!, ...list!.Rules])
      expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
    expect(found(serviceTemplate, "AWS::WAFv2::LoggingConfiguration")).toEqual([]);
    const distributions = (template: Template) =>
      found(template, "AWS::CloudFront::Distribution").map(({ DistributionConfig }) => DistributionConfig.WebACLId);
    expect(distributions(serviceTemplate)).toEqual([{ "Fn::GetAtt": [expect.any(String), "Arn"] }]);
    expect(distributions(withContext({ webAcl: "arn:aws:wafv2:us-east-1:1:x" }, "eu-west-1"))).toEqual([
      "arn:aws:wafv2:us-east-1:1:x",
    ]);
    expect(distributions(withContext({}, "eu-west-1"))).toEqual([undefined]);
  });
});
