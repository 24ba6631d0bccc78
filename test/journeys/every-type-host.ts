import { everyType } from "../pages/every-type.ts";
import { type ResidentHost, startResidentHost } from "./resident-host.ts";

/** A question of every type but the area: where people live is the demo's own. */
const everyQuestion = {
  ...everyType,
  items: everyType.items.filter(({ type }) => type !== "area"),
  measures: [{ id: "mood", label: { en: "Mood" }, items: ["mood"], primary: true }],
  demographics: [{ id: "colour", label: { en: "Colour" }, item: "colour" }],
};

/** A host whose survey asks them, without areas. @param more over its `survey.json` */
export const startEveryTypeHost = (more: object = {}): Promise<ResidentHost> =>
  startResidentHost(
    { instrument: "every-type.json", margins: ["colour"], groups: ["colour"], areas: undefined, ...more },
    {
      "every-type.json": JSON.stringify(everyQuestion),
      "population.csv": "margin,category,count\ncolour,red,600\ncolour,blue,400\n",
      "areas.geojson": undefined,
      "events.json": undefined,
    },
    ["en"],
  );
