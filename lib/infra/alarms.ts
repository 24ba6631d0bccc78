import { CfnOutput, Duration } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

export interface Watched {
  readonly api: HttpApi;
  /** By name in the catalogue. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Functions that run by themselves, with the log each writes its counts to. */
  readonly jobs: readonly { readonly name: string; readonly everyMinutes: number; readonly log: ILogGroup }[];
  /** Names of the tables. */
  readonly tables: readonly string[];
}

const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;

/**
 * What an operator is told of, by mail (`-c alarms=ops@…`), and what a month may cost (`-c budget=50`, in dollars). What each
 * means and what to do is in docs/operating.md, under the name of the alarm.
 */
export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { api, functions, jobs, tables }: Watched) {
    super(scope, id);
    this.#topic = new Topic(this, "Topic", { displayName: "Mutual Trust" });
    const mail: unknown = this.node.tryGetContext("alarms");
    if (typeof mail === "string") {
      this.#topic.addSubscription(new EmailSubscription(mail));
      this.#budget(mail, Number(this.node.tryGetContext("budget") ?? 50));
    }
    new CfnOutput(this, "AlarmTopic", { value: this.#topic.topicArn });

    for (const { name, everyMinutes, log } of jobs) {
      const job = functions.get(name)!;
      // One run and its two retries: what passes by itself wakes nobody.
      this.#alarm(`${name}-fails`, job.metricErrors({ period: Duration.minutes(30) }), { threshold: 3 });
      this.#alarm(`${name}-dropped`, dropped(job), { threshold: 1 });
      this.#alarm(`${name}-stopped`, job.metricInvocations({ period: Duration.minutes(3 * everyMinutes) }), {
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      });
      if (name !== "publish-waves") continue;
      const missed = new MetricFilter(this, "MissedReleases", {
        logGroup: log,
        metricNamespace: scope.node.id,
        metricName: "MissedReleases",
        filterPattern: FilterPattern.numberValue("$.missed", ">=", 0),
        metricValue: "$.missed",
      });
      this.#alarm("release-missed", missed.metric({ statistic: "Maximum", period: Duration.hours(1) }), {
        threshold: 1,
      });
    }
    this.#alarm("server-errors", api.metricServerError({ period: Duration.minutes(5), statistic: "Sum" }), {
      threshold: 5,
    });
    // Without a dimension it is the account's in this region: so is the limit, and a sum takes no more than ten metrics.
    const throttles = LambdaFunction.metricAllThrottles({ period: Duration.minutes(5) });
    this.#alarm("functions-throttled", throttles, { threshold: 1 });
    const events = tables.flatMap((TableName) =>
      ["ReadThrottleEvents", "WriteThrottleEvents"].map(
        (metricName) =>
          new Metric({
            namespace: "AWS/DynamoDB",
            metricName,
            dimensionsMap: { TableName },
            statistic: "Sum",
            period: Duration.minutes(5),
          }),
      ),
    );
    this.#alarm("tables-throttled", sumOf(events), { threshold: 10 });
  }

  #alarm(name: string, metric: IMetric, props: Pick<AlarmProps, "threshold"> & Partial<AlarmProps>): void {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${name}: see docs/operating.md`,
      metric,
      evaluationPeriods: 1,
      comparisonOperator: atLeast,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
  }

  /** Of the whole account, for costs of a stack alone want tags that somebody has to switch on by hand. */
  #budget(mail: string, dollars: number): void {
    const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { notificationType, threshold, comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "EMAIL", address: mail }],
    });
    new CfnBudget(this, "Budget", {
      budget: { budgetType: "COST", timeUnit: "MONTHLY", budgetLimit: { amount: dollars, unit: "USD" } },
      notificationsWithSubscribers: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
    });
  }
}

/** Events that Lambda gave up on: neither a run nor its retries took place. */
const dropped = (job: LambdaFunction): IMetric =>
  job.metric("AsyncEventsDropped", { statistic: "Sum", period: Duration.minutes(30) });

function sumOf(metrics: readonly IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric]));
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(", ")}])`,
    usingMetrics,
    period: Duration.minutes(5),
  });
}
