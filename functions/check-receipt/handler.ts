import middy from "@middy/core";
import { pageDoor } from "../../lib/http/page-door.ts";
import { connectNeeds } from "../needs.ts";
import { checkReceipt } from "./check-receipt.ts";

const needs = await connectNeeds(process.env);

export const handler = middy().use(pageDoor(needs)).handler(checkReceipt(needs));
