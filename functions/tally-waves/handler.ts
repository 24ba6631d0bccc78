import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { connectLater } from "../../lib/stores/connect.ts";
import { longWork, type TaskEvent } from "../long-work.ts";
import { connectNeeds } from "../needs.ts";
import { type ScheduleEvent, tallyWaves } from "./tally-waves.ts";

/** Nothing that is sent here is longer, and what goes on later has to fit into an event. */
const mostBytes = 65_536;

const needs = await connectNeeds(process.env);
const work = tallyWaves(needs);
const long = longWork(needs, await connectLater(process.env), work);
const route = middy().use(jsonDoor(needs.log, mostBytes)).handler(long.answer);

/** Called by the schedule, by itself where work outlasts a request, and by a route: only the last is HTTP. */
export const handler = (
  event: ScheduleEvent | TaskEvent | APIGatewayProxyEventV2,
  context: Context,
): Promise<unknown> => {
  if (!("source" in event)) return Promise.resolve(route(event, context));
  return event.source === "mutual-trust.task" ? long.run(event) : work(event);
};
