import { CfnOutput, Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

/**
 * Tells analysts, by mail (`-c news=chief@…`) and as an event on the account's bus, that a release says something new: a verdict of up
 * or down, a measure that can no longer be judged, answers or groups that fell away. Never that a number moved. Its topic is not that of
 * the operators' alarms; what is new stands in the feed and on the result pages.
 */
export class News extends Construct {
  /** @param log of the job that publishes; its line of a release counts the news */
  constructor(scope: Construct, id: string, { log }: { readonly log: ILogGroup }) {
    super(scope, id);
    const topic = new Topic(this, "Topic", { displayName: "Mutual Trust: results" });
    const mail: unknown = this.node.tryGetContext("news");
    if (typeof mail === "string") topic.addSubscription(new EmailSubscription(mail));
    new CfnOutput(this, "NewsTopic", { value: topic.topicArn });
    const news = new MetricFilter(this, "ResultsNews", {
      logGroup: log,
      metricNamespace: scope.node.id,
      metricName: "ResultsNews",
      filterPattern: FilterPattern.numberValue("$.news", ">", 0),
      metricValue: "$.news",
    });
    const alarm = new Alarm(this, "results-news", {
      alarmDescription: "results-news: see docs/operating.md and the feed of the results",
      metric: news.metric({ statistic: "Sum", period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}
