import middy from "@middy/core";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { connectTableNeeds } from "../needs.ts";
import { importResponses } from "./import-responses.ts";

const needs = await connectTableNeeds(process.env);

export const handler = middy().use(jsonDoor(needs)).handler(importResponses(needs));
