import { start } from "./survey.ts";

start();
