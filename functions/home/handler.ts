import middy from "@middy/core";
import { pageDoor } from "../../lib/http/page-door.ts";
import { connectTableNeeds } from "../needs.ts";
import { home } from "./home.ts";

const needs = await connectTableNeeds(process.env);

export const handler = middy().use(pageDoor(needs)).handler(home(needs));
