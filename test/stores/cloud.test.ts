import { describe } from "vitest";
import { answerStoreContract } from "./answer-store.contract.ts";
import { hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "./cloud-engines.ts";
import { type CloudStores, cloudStores } from "./cloud-stores.ts";
import { objectStoreContract } from "./object-store.contract.ts";
import { registryStoreContract } from "./registry-store.contract.ts";

const opened = async <Name extends "answers" | "registry" | "objects">(name: Name) => {
  const engines = await startCloudEngines();
  const stores = cloudStores(engines);
  const close = async () => {
    stores.dynamo.destroy();
    stores.s3.destroy();
    await engines.close();
  };
  return { store: stores[name] as CloudStores[Name], close };
};

describe.skipIf(!hasDynamoEngine)(`on dynoxide${hasDynamoEngine ? "" : ` (${whyNoDynamoEngine})`}`, () => {
  answerStoreContract("DynamoDB", () => opened("answers"));
  registryStoreContract("DynamoDB", () => opened("registry"));
  objectStoreContract("S3", () => opened("objects"));
});
