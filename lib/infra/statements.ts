import { type Conditions, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Grant } from "../../functions/catalogue.ts";
import type { DataStack } from "./data-stack.ts";

type AnswerAction = Extract<Grant, { store: "answers" }>["may"][number];

/** One AWS action list per word of the catalogue: the shortest with which the adapter works. */
const answerActions: Readonly<Record<AnswerAction, readonly string[]>> = {
  add: ["PutItem", "UpdateItem", "GetItem"],
  "read-invitation": ["GetItem"],
  "add-invitations": ["PutItem"],
  read: ["Query"],
  delete: ["Query", "DeleteItem", "BatchWriteItem"],
  "add-receipt": ["PutItem"],
};
const registryActions = { read: "GetItem", list: "Query", write: "PutItem" } as const;
const objectActions = { read: "GetObject", put: "PutObject", remove: "DeleteObject" } as const;

/**
 * What DynamoDB does with the key of a table for whoever calls, be it to read or to write: also to add an item it decrypts the key of
 * the table. Which items a function sees is for the actions to say, and with the key itself it can do nothing.
 */
const tableKey = ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*"];
const bucketKey = ["Decrypt", "GenerateDataKey"];

/** The policy statements that a grant of the catalogue stands for, and no more. */
export function statementsFor(grant: Grant, data: DataStack): PolicyStatement[] {
  switch (grant.store) {
    case "answers": {
      const actions = [...new Set(grant.may.flatMap((word) => answerActions[word]))];
      return [allow("dynamodb", actions, [data.answers.tableArn]), keyOf("dynamodb", tableKey, data.answersKey, data)];
    }
    case "registry": {
      const actions = grant.may.map((word) => registryActions[word]);
      // The partition of a document begins with its kind (`lib/stores/dynamodb/registry.ts`).
      const of = grant.kinds && {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": grant.kinds.map((kind) => `${kind}#*`) },
      };
      return [allow("dynamodb", actions, [data.registry.tableArn], of)];
    }
    case "signer":
      return [allow("kms", ["GetPublicKey", "Sign"], [data.signingKey.keyArn])];
    case "public":
      return objectStatements(grant, data.publicBucket);
    case "private":
      return [...objectStatements(grant, data.privateBucket), keyOf("s3", bucketKey, data.privateKey, data)];
  }
}

function objectStatements(
  grant: Extract<Grant, { store: "public" | "private" }>,
  bucket: DataStack["publicBucket"],
): PolicyStatement[] {
  const words = grant.may.filter((word) => word !== "list");
  const objects = allow(
    "s3",
    words.map((word) => objectActions[word]),
    [bucket.arnForObjects(`${grant.prefix ?? ""}*`)],
  );
  if (!grant.may.includes("list")) return [objects];
  // Of the whole bucket: with a prefix here S3 answers 403, not 404, when a file that is asked for is not there.
  return [objects, allow("s3", ["ListBucket"], [bucket.bucketArn])];
}

/** The use of a key by a service for whoever calls it, and in no other way. */
function keyOf(service: string, actions: readonly string[], key: Key, { region, urlSuffix }: DataStack) {
  const via = { StringEquals: { "kms:ViaService": `${service}.${region}.${urlSuffix}` } };
  return allow("kms", actions, [key.keyArn], via);
}

function allow(prefix: string, actions: readonly string[], resources: string[], conditions: Conditions = {}) {
  return new PolicyStatement({ actions: actions.map((action) => `${prefix}:${action}`), resources, conditions });
}
