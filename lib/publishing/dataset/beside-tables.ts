import { number, type Table, text } from "./column.ts";

/** Tables that only some releases have, and no loader loads. */
export const besideTables: Readonly<Record<string, Table>> = {
  events: {
    name: "events",
    title: "What happened, as the charts letter it",
    columns: [
      text("date", "Day", "The day, ISO 8601."),
      text("area", "Area", "Area that it concerns, or all for the whole department."),
      text("label", "What happened", "A few words, in the department's first language."),
      text("url", "Address", "Where more is said about it.", "No address given"),
    ],
    key: ["date", "area", "label"],
  },
  "outside-series": {
    name: "outside-series",
    title: "What others published, for comparison only: no n, no margin",
    columns: [
      text("source", "Source", "Who published it."),
      text("address", "Address", "Where it was published.", "No address given"),
      text("measure", "Measure", "The measure of this survey beside which it is drawn."),
      text("from", "From", "First day of its period, ISO 8601."),
      text("to", "To", "Last day of its period, ISO 8601."),
      number("value", "Value", "Its number as published, on 0-100.", "Never"),
      text("label", "What it lacks", "Says that no n and no margin were published with it."),
    ],
    key: ["source", "measure", "from", "to"],
  },
  places: {
    name: "places",
    title: "Places that got more answers than their cap",
    columns: [
      text("wave", "Wave", "Id of the wave."),
      text("stream", "How people were asked", "invited or open."),
      text("place", "Place", "Where the links of the survey hung."),
      number("cap", "Cap", "How many answers one place should not exceed in a wave.", "Never", "integer"),
    ],
    key: ["wave", "stream", "place"],
  },
};
