import { Stack } from "aws-cdk-lib";
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";

/** Of one address within five minutes: many people behind one, such as a library, stay far below. */
const requestsOfOneAddress = 2_000;

/**
 * The firewall of the distribution: one address cannot use up everybody's rate. It has to lie in us-east-1; elsewhere one is named by
 * `-c webAcl=ARN`, and `-c waf=off` spares its six dollars a month. No sample and no log is kept: they would hold addresses.
 * @returns the ARN of its access list, if there is one
 */
export function firewall(scope: Construct): string | undefined {
  const named: unknown = scope.node.tryGetContext("webAcl");
  if (typeof named === "string") return named;
  if (scope.node.tryGetContext("waf") === "off" || Stack.of(scope).region !== "us-east-1") return undefined;
  const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: "firewall", sampledRequestsEnabled: false };
  return new CfnWebACL(scope, "Firewall", {
    scope: "CLOUDFRONT",
    defaultAction: { allow: {} },
    visibilityConfig,
    rules: [
      {
        name: "one-address",
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: { rateBasedStatement: { limit: requestsOfOneAddress, aggregateKeyType: "IP" } },
        visibilityConfig: { ...visibilityConfig, metricName: "one-address" },
      },
    ],
  }).attrArn;
}
