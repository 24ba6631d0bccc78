import type { AnswerStore } from "../answer-store.ts";
import type { RegistryStore } from "../registry-store.ts";
import { dynamoAnswers } from "./answers.ts";
import { dynamoRegistry } from "./registry.ts";
import { DynamoDBClient } from "./sdk.ts";
import { table } from "./table.ts";

/**
 * The two tables. Endpoint, region and credentials come from the SDK's own variables.
 * @returns no store for a table without a name
 */
export function connectTables(
  answers: string | undefined,
  registry: string | undefined,
): { answers: AnswerStore | undefined; registry: RegistryStore | undefined } {
  // A submission has 10 s; a request that hangs is given up early enough to be tried again.
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return {
    answers: answers ? dynamoAnswers(table(client, answers)) : undefined,
    registry: registry ? dynamoRegistry(table(client, registry)) : undefined,
  };
}
