import middy from "@middy/core";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { connectTableNeeds } from "../needs.ts";
import { loadInvitations } from "./load-invitations.ts";

const needs = await connectTableNeeds(process.env);

export const handler = middy().use(jsonDoor(needs)).handler(loadInvitations(needs));
