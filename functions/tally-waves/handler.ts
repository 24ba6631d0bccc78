import { longHandler } from "../long-handler.ts";
import { tallyWaves } from "./tally-waves.ts";

export const handler = await longHandler(process.env, tallyWaves);
