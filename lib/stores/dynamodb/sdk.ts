/**
 * All that the adapters call of the SDK's client. In a build it is a file of its own beside a function (`functions/sdk-file.ts`), which is read
 * when these stores are chosen and not before.
 */
export {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
