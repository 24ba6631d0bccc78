import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import { dynamoAnswers } from "../../lib/stores/dynamodb/answers.ts";
import { dynamoRegistry } from "../../lib/stores/dynamodb/registry.ts";
import { table } from "../../lib/stores/dynamodb/table.ts";
import type { ObjectStore } from "../../lib/stores/object-store.ts";
import type { RegistryStore } from "../../lib/stores/registry-store.ts";
import { s3Objects } from "../../lib/stores/s3/objects.ts";
import { type CloudEngines, clientSettings } from "./cloud-engines.ts";

/** The cloud adapters over clients of their own, so that a test can interfere with one. */
export interface CloudStores {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly answers: AnswerStore;
  readonly registry: RegistryStore;
  readonly objects: ObjectStore;
}

export function cloudStores({ environment }: CloudEngines): CloudStores {
  const settings = { maxAttempts: 4, retryMode: "standard" };
  const dynamo = new DynamoDBClient({ ...clientSettings(environment.AWS_ENDPOINT_URL_DYNAMODB), ...settings });
  const s3 = new S3Client({ ...clientSettings(environment.AWS_ENDPOINT_URL_S3), ...settings, forcePathStyle: true });
  return {
    dynamo,
    s3,
    answers: dynamoAnswers(table(dynamo, environment.TRUST_ANSWERS_TABLE)),
    registry: dynamoRegistry(table(dynamo, environment.TRUST_REGISTRY_TABLE)),
    objects: s3Objects(s3, environment.TRUST_PRIVATE_BUCKET),
  };
}
