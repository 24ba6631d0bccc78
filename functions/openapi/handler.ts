import middy from "@middy/core";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { logLine } from "../needs.ts";
import { openapi } from "./openapi.ts";

export const handler = middy()
  .use(jsonDoor({ log: logLine, edgeSecret: process.env.TRUST_EDGE_SECRET }))
  .handler(openapi());
