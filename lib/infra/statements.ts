import { PolicyStatement } from "aws-cdk-lib/aws-iam";
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

/** The policy statements that a grant of the catalogue stands for, and no more. */
export function statementsFor(grant: Grant, data: DataStack): PolicyStatement[] {
  switch (grant.store) {
    case "answers":
      return [
        allow("dynamodb", [...new Set(grant.may.flatMap((word) => answerActions[word]))], [data.answers.tableArn]),
      ];
    case "registry":
      return [
        allow(
          "dynamodb",
          grant.may.map((word) => registryActions[word]),
          [data.registry.tableArn],
        ),
      ];
    case "signer":
      return [allow("kms", ["GetPublicKey", "Sign"], [data.signingKey.keyArn])];
    default:
      return objectStatements(grant, grant.store === "public" ? data.publicBucket : data.privateBucket);
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

function allow(prefix: string, actions: readonly string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions: actions.map((action) => `${prefix}:${action}`), resources });
}
