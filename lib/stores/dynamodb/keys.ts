import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { WaveName } from "../../survey/wave.ts";

/** A wave's responses and invitations are spread over so many partitions, to be written and read side by side. */
export const shards: readonly string[] = [..."0123456789abcdef"];

export type Key = Record<"pk" | "sk", AttributeValue>;

/** Partition of responses. */
export function responsePartition({ department, wave }: WaveName, shard: string): string {
  return `R#${department}#${wave}#${shard}`;
}

/** The shard is the first 4 bits of a hash, for a submission id may come from anywhere. */
export function responseKey(wave: WaveName, submission: string): Key {
  const shard = createHash("sha256").update(submission).digest("hex").charAt(0);
  return { pk: { S: responsePartition(wave, shard) }, sk: { S: submission } };
}

/** Partition of invitations. */
export function invitationPartition({ department, wave }: WaveName, shard: string): string {
  return `I#${department}#${wave}#${shard}`;
}

/** The shard is the first 4 bits of the hash itself. */
export function invitationKey(wave: WaveName, hash: string): Key {
  return { pk: { S: invitationPartition(wave, hash.charAt(0)) }, sk: { S: hash } };
}

export function receiptPartition({ department, wave }: WaveName): string {
  return `C#${department}#${wave}`;
}
