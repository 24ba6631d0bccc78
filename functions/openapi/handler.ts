import middy from "@middy/core";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { logLine } from "../needs.ts";
import { openapi } from "./openapi.ts";

export const handler = middy().use(jsonDoor(logLine)).handler(openapi());
