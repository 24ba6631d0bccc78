import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Policy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { type CatalogueEntry, catalogue, type Grant, type Scope, storeVariables } from "../../functions/catalogue.ts";
import { Alarms } from "./alarms.ts";
import type { DataStack } from "./data-stack.ts";
import { distribution } from "./distribution.ts";
import { firewall } from "./firewall.ts";
import { authorizer } from "./identity.ts";
import { News } from "./news.ts";
import { publicAddress } from "./public-address.ts";
import { statementsFor } from "./statements.ts";

export interface ServiceProps extends StackProps {
  readonly data: DataStack;
  /** Folder of the built functions, as `bundleFunctions` leaves it. */
  readonly bundle: string;
}

/** What every function is told beside the names of its stores. */
interface Told {
  readonly edgeSecret: string;
  /** Under which address the public sees the installation, where it has one of its own. */
  readonly url: string | undefined;
}

/** Everything that runs: one function, role and log group per catalogue entry, the HTTP API, the schedules, the distribution. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { data, bundle, ...props }: ServiceProps) {
    super(scope, id, props);
    this.addStackDependency(data);
    const api = this.api();
    const jwt = authorizer(this);
    // Made at deploy time: the template and its outputs hold a reference only.
    const edgeSecret = new Secret(this, "EdgeSecret", {
      description: "What the distribution says to the functions",
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    }).secretValue.unsafeUnwrap();
    const address = publicAddress(this);
    const edge = distribution(this, {
      api,
      edgeSecret,
      publicBucket: data.publicBucket.bucketName,
      firewall: firewall(this),
      names: address.names,
    });
    const functions = new Map<string, LambdaFunction>();
    const jobs: { name: string; everyMinutes: number; log: ILogGroup }[] = [];
    for (const entry of catalogue as readonly CatalogueEntry[]) {
      const runs = this.function(entry, data, bundle, { edgeSecret, url: address.url });
      // The distribution says the secret before a function asks for it.
      runs.node.addDependency(edge);
      functions.set(entry.name, runs);
      const integration = new HttpLambdaIntegration(entry.name, runs);
      for (const { method, path, scopes } of entry.routes) {
        api.addRoutes({
          path,
          methods: [HttpMethod[method]],
          integration,
          ...(scopes ? { authorizer: jwt, authorizationScopes: scopes.flatMap(claims) } : {}),
        });
      }
      if (entry.everyMinutes) {
        this.schedule(entry, runs, entry.everyMinutes);
        jobs.push({ name: entry.name, everyMinutes: entry.everyMinutes, log: runs.logGroup });
      }
    }
    const tables = [data.answers.tableName, data.registry.tableName];
    new Alarms(this, "Alarms", { api, functions, jobs, tables });
    for (const { name, log } of jobs) if (name === "publish-waves") new News(this, "News", { log });
    new CfnOutput(this, "Address", { value: `https://${edge.distributionDomainName}/` });
  }

  /** No address, agent or path of a caller reaches a log: the format names what may. */
  private api(): HttpApi {
    const api = new HttpApi(this, "Api", { createDefaultStage: false });
    const logGroup = new LogGroup(this, "ApiLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(
          JSON.stringify({
            id: "$context.extendedRequestId",
            route: "$context.routeKey",
            status: "$context.status",
            milliseconds: "$context.responseLatency",
          }),
        ),
      },
    });
    return api;
  }

  private function(entry: CatalogueEntry, data: DataStack, bundle: string, { edgeSecret, url }: Told): LambdaFunction {
    const names: Readonly<Record<Grant["store"], string>> = {
      answers: data.answers.tableName,
      registry: data.registry.tableName,
      public: data.publicBucket.bucketName,
      private: data.privateBucket.bucketName,
      signer: data.signingKey.keyArn,
    };
    const runs = new LambdaFunction(this, entry.name, {
      description: entry.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "handler.handler",
      code: Code.fromAsset(`${bundle}/${entry.name}`),
      memorySize: entry.memoryMegabytes,
      timeout: Duration.seconds(entry.timeoutSeconds),
      // A trace would hold the resident's address and agent.
      tracing: Tracing.DISABLED,
      logGroup: new LogGroup(this, `${entry.name}-log`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      environment: {
        TRUST_STORES: "aws",
        TRUST_EDGE_SECRET: edgeSecret,
        ...Object.fromEntries(entry.grants.map(({ store }) => [storeVariables[store], names[store]])),
        ...(url && { TRUST_URL: url }),
      },
    });
    for (const grant of entry.grants) {
      for (const statement of statementsFor(grant, data)) runs.addToRolePolicy(statement);
    }
    if (entry.callsItself) {
      // A policy beside that of the role: in it, role and function would wait for each other.
      const itself = new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [runs.functionArn] });
      new Policy(this, `${entry.name}-itself`, { statements: [itself], roles: [runs.role!] });
    }
    return runs;
  }

  private schedule(entry: CatalogueEntry, runs: LambdaFunction, everyMinutes: number): void {
    new Schedule(this, `${entry.name}-schedule`, {
      description: entry.purpose,
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      target: new LambdaInvoke(runs, {
        input: ScheduleTargetInput.fromObject({
          source: "mutual-trust.schedule",
          time: ContextAttribute.scheduledTime,
        }),
        retryAttempts: 2,
        maxEventAge: Duration.minutes(Math.max(everyMinutes, 1)),
      }),
    });
  }
}

/** A scope as any issuer writes it, and as a user pool must: `trust:read`, `trust/read`. */
const claims = (scope: Scope): string[] => [scope, scope.replace(":", "/")];
