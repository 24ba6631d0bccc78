import middy from "@middy/core";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { connectNeeds } from "../needs.ts";
import { loadInvitations } from "./load-invitations.ts";

const needs = await connectNeeds(process.env);

export const handler = middy().use(jsonDoor(needs.log)).handler(loadInvitations(needs));
