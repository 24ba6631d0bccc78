import { resolve } from "node:path";
import * as z from "zod";
import { Problem } from "../problems/problem.ts";
import { readText } from "./files.ts";

const schema = z.strictObject({
  format: z.literal(1),
  department: z.string().min(1),
  wave: z.string().min(1),
  /** 32 random bytes in hex: with it a code becomes the hash of its invitation. */
  pepper: z.string().regex(/^[0-9a-f]{64}$/),
  invitations: z.array(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), designClass: z.string() })),
});

/** What the custodian loads: no codes, and so nobody. */
export type Ledger = z.infer<typeof schema>;

/** @throws Problem `ledger-faulty`, `file-unreadable` */
export async function readLedger(folder: string, name: string): Promise<Ledger> {
  const file = resolve(folder, name);
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Problem("ledger-faulty", { file, reason: "it is no JSON" }, { cause });
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem("ledger-faulty", { file, reason: `${issue?.path.join(".")}: ${issue?.message}` });
}
