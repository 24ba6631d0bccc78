import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { describe } from "vitest";
import { dynamoAnswers } from "../../lib/stores/dynamodb/answers.ts";
import { dynamoRegistry } from "../../lib/stores/dynamodb/registry.ts";
import { table } from "../../lib/stores/dynamodb/table.ts";
import { s3Objects } from "../../lib/stores/s3/objects.ts";
import { answerStoreContract } from "./answer-store.contract.ts";
import { clientSettings, hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "./cloud-engines.ts";
import { objectStoreContract } from "./object-store.contract.ts";
import { registryStoreContract } from "./registry-store.contract.ts";

const engines = async () => {
  const { environment, close } = await startCloudEngines();
  const dynamo = new DynamoDBClient(clientSettings(environment.AWS_ENDPOINT_URL_DYNAMODB));
  const s3 = new S3Client({ ...clientSettings(environment.AWS_ENDPOINT_URL_S3), forcePathStyle: true });
  const closeAll = async () => {
    dynamo.destroy();
    s3.destroy();
    await close();
  };
  return { dynamo, s3, environment, close: closeAll };
};

describe.skipIf(!hasDynamoEngine)(`on dynoxide${hasDynamoEngine ? "" : ` (${whyNoDynamoEngine})`}`, () => {
  answerStoreContract("DynamoDB", async () => {
    const { dynamo, environment, close } = await engines();
    return { store: dynamoAnswers(table(dynamo, environment.TRUST_ANSWERS_TABLE)), close };
  });
  registryStoreContract("DynamoDB", async () => {
    const { dynamo, environment, close } = await engines();
    return { store: dynamoRegistry(table(dynamo, environment.TRUST_REGISTRY_TABLE)), close };
  });
  objectStoreContract("S3", async () => {
    const { s3, environment, close } = await engines();
    return { store: s3Objects(s3, environment.TRUST_PRIVATE_BUCKET), close };
  });
});
