import middy from "@middy/core";
import { pageDoor } from "../../lib/http/page-door.ts";
import { logLine } from "../needs.ts";
import { checkReceipt } from "./check-receipt.ts";

export const handler = middy().use(pageDoor(logLine)).handler(checkReceipt());
