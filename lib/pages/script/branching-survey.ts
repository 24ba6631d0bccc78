import { shownItems } from "./shown.ts";
import { start } from "./survey.ts";
import { isTakeable } from "./typed-fields.ts";

start({ isTakeable, shownItems });
