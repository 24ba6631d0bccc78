import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { connectNeeds } from "../needs.ts";
import { publishWaves, type ScheduleEvent } from "./publish-waves.ts";

const needs = await connectNeeds(process.env);
const work = publishWaves(needs);
const route = middy().use(jsonDoor(needs.log)).handler(work);

/** Called by the schedule and by a route: only the latter is HTTP. */
export const handler = (event: ScheduleEvent | APIGatewayProxyEventV2, context: Context): Promise<unknown> =>
  "source" in event ? work(event) : Promise.resolve(route(event, context));
