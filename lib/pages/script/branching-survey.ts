import { shownItems } from "./shown.ts";
import { start } from "./survey.ts";

start(shownItems);
