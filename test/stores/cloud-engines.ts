import { randomBytes } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { someLoopbackAddress, startDynamoEngine } from "./dynamodb-engine.ts";
import { startKmsEndpoint } from "./kms-endpoint.ts";
import { startS3Endpoint } from "./s3-endpoint/endpoint.ts";
import { accessKeyId, secretAccessKey } from "./s3-endpoint/presigned.ts";

export { hasDynamoEngine, whyNoDynamoEngine } from "./dynamodb-engine.ts";

export interface CloudEnvironment extends Readonly<Record<string, string>> {
  readonly TRUST_ANSWERS_TABLE: string;
  readonly TRUST_REGISTRY_TABLE: string;
  readonly TRUST_PUBLIC_BUCKET: string;
  readonly TRUST_PRIVATE_BUCKET: string;
  readonly AWS_ENDPOINT_URL_DYNAMODB: string;
  readonly AWS_ENDPOINT_URL_S3: string;
}

/** Engines that speak DynamoDB's and S3's protocols, with tables and buckets as the stack makes them. */
export interface CloudEngines {
  /** What a process needs to use the cloud adapters on them. */
  readonly environment: CloudEnvironment;
  close(): Promise<void>;
}

const region = "us-east-1";

/** For a client made in the test itself. */
export function clientSettings(endpoint: string) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

export async function startCloudEngines(): Promise<CloudEngines> {
  const [dynamo, s3, kms] = await Promise.all([
    startDynamoEngine(),
    startS3Endpoint(someLoopbackAddress()),
    startKmsEndpoint(someLoopbackAddress()),
  ]);
  // An engine that the environment names may be shared.
  const run = randomBytes(4).toString("hex");
  const names = {
    TRUST_ANSWERS_TABLE: `answers-${run}`,
    TRUST_REGISTRY_TABLE: `registry-${run}`,
    TRUST_PUBLIC_BUCKET: `public-${run}`,
    TRUST_PRIVATE_BUCKET: `private-${run}`,
  };
  const tables = new DynamoDBClient(clientSettings(dynamo.url));
  await makeTable(tables, names.TRUST_ANSWERS_TABLE, "expires");
  await makeTable(tables, names.TRUST_REGISTRY_TABLE);
  tables.destroy();
  const buckets = new S3Client({ ...clientSettings(s3.url), forcePathStyle: true });
  for (const Bucket of [names.TRUST_PUBLIC_BUCKET, names.TRUST_PRIVATE_BUCKET]) {
    await buckets.send(new CreateBucketCommand({ Bucket }));
  }
  buckets.destroy();
  return {
    environment: {
      ...names,
      TRUST_STORES: "aws",
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_KMS: kms.url,
      TRUST_SIGNING_KEY: kms.key,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    close: async () => {
      await Promise.all([dynamo.close(), s3.close(), kms.close()]);
    },
  };
}

async function makeTable(client: DynamoDBClient, TableName: string, expires?: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  if (expires === undefined) return;
  const TimeToLiveSpecification = { AttributeName: expires, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}
