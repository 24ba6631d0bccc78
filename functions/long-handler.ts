import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { jsonDoor } from "../lib/http/json-door.ts";
import { connectLater } from "../lib/stores/connect.ts";
import { longWork, type TaskEvent } from "./long-work.ts";
import { connectNeeds, type Needs } from "./needs.ts";
import type { ScheduleEvent } from "./schedule-event.ts";

/** Nothing that is sent here is longer, and what goes on later has to fit into an event. */
const mostBytes = 65_536;

/**
 * The handler of a function whose work may outlast a request. It is called by the schedule, by itself where work goes on, and by a
 * route: only the last is HTTP.
 */
export async function longHandler(
  environment: Readonly<Record<string, string | undefined>>,
  workWith: (needs: Needs) => (event: ScheduleEvent | APIGatewayProxyEventV2) => Promise<unknown>,
): Promise<(event: ScheduleEvent | TaskEvent | APIGatewayProxyEventV2, context: Context) => Promise<unknown>> {
  const needs = await connectNeeds(environment);
  const work = workWith(needs);
  const long = longWork(needs, await connectLater(environment), work);
  const route = middy().use(jsonDoor(needs, mostBytes)).handler(long.answer);
  return (event, context) => {
    if (!("source" in event)) return Promise.resolve(route(event, context));
    return event.source === "mutual-trust.task" ? long.run(event) : work(event);
  };
}
