import type * as z from "zod";
import type { Registry } from "../../lib/stores/registry.ts";

/** A management request, as its routes see it. */
export interface Request {
  readonly registry: Registry;
  /** The parts of the path that the route leaves open, in their order. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The JSON body by its schema. @throws Problem `request-faulty` with every fault */
  body<Value>(schema: z.ZodType<Value>): Value;
  /** The event's time, ms since 1970. */
  readonly now: number;
  readonly random: (bytes: number) => Uint8Array;
  /** `?dryRun=true`: everything is checked and told, nothing is written. */
  readonly dryRun: boolean;
}
