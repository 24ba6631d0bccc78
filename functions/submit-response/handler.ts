import { connectNeeds } from "../needs.ts";
import { submitDoor } from "./door.ts";

export const handler = submitDoor(await connectNeeds(process.env));
