import { longHandler } from "../long-handler.ts";
import { publishWaves } from "./publish-waves.ts";

export const handler = await longHandler(process.env, publishWaves);
