import middy from "@middy/core";
import { pageDoor } from "../../lib/http/page-door.ts";
import { connectTableNeeds } from "../needs.ts";
import { surveyPage } from "./survey-page.ts";

const needs = await connectTableNeeds(process.env);

export const handler = middy().use(pageDoor(needs)).handler(surveyPage(needs));
