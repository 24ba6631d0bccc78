import { connectTableNeeds } from "../needs.ts";
import { submitDoor } from "./door.ts";

export const handler = submitDoor(await connectTableNeeds(process.env));
