import { createHmac } from "node:crypto";
import type { WaveKeys } from "../lib/stores/registry.ts";
import type { Hmac } from "../lib/survey/hashing.ts";

/** What signs, and checks, what the pages of a wave carry. */
export const pageHmac =
  ({ page }: Pick<WaveKeys, "page">): Hmac =>
  (text) =>
    createHmac("sha256", page).update(text).digest("hex");
