import { readFileSync } from "node:fs";
import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { entries, found, type Json, serviceTemplate, withContext } from "./synthesized.ts";

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

  test("a function that is throttled is one of the account's, however many there are", () => {
    const alarm = alarms.find((one) => nameOf(one) === "functions-throttled")!;
    expect(alarm).toMatchObject({ Namespace: "AWS/Lambda", MetricName: "Throttles", Statistic: "Sum", Threshold: 1 });
    expect([alarm.Dimensions, alarm.Metrics]).toEqual([undefined, undefined]);
    for (const { Metrics = [] } of alarms)
      expect(Metrics.filter((metric: Json) => metric.MetricStat).length).toBeLessThanOrEqual(10);
  });

  test("a job that no longer runs is an alarm, not silence", () => {
    const stopped = alarms.filter((alarm) => nameOf(alarm).endsWith("-stopped"));
    expect(stopped).toHaveLength(2);
    for (const alarm of stopped)
      expect(alarm).toMatchObject({ MetricName: "Invocations", TreatMissingData: "breaching", Period: 1800 });
  });

  test("keeps every log for a month and no longer", () => {
    const logs = found(serviceTemplate, "AWS::Logs::LogGroup");
    // Of every function, of the API and of the trigger that gives scopes.
    expect(logs).toHaveLength(entries.length + 2);
    for (const log of logs) expect(log.RetentionInDays).toBe(30);
  });

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
