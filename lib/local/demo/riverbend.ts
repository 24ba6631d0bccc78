import { readFile } from "node:fs/promises";
import { monthAfter } from "./months.ts";

const files = ["department.json", "survey.json", "population.csv", "areas.geojson"];

/**
 * The folder of the made-up department, as anybody would write one.
 * @param meetings the month in which neighborhood meetings began
 */
export async function riverbendFolder(meetings: Date): Promise<Record<string, string>> {
  const texts = await Promise.all(
    files.map(async (name) => [name, await readFile(new URL(`riverbend/${name}`, import.meta.url), "utf8")] as const),
  );
  // Of their areas: a letter on the trend of the whole town, just where it rises, would teach to read a cause into it.
  const begin = ["harbor", "eastgate"].map((area) => ({
    date: meetings.toISOString().slice(0, 10),
    area,
    label: { en: "Monthly neighborhood meetings begin", es: "Comienzan las reuniones vecinales mensuales" },
  }));
  const events = [
    ...begin,
    {
      date: monthAfter(meetings, 8).toISOString().slice(0, 10),
      label: {
        en: "First public report on what was promised at the meetings",
        es: "Primer informe público sobre lo prometido en las reuniones",
      },
    },
  ];
  return { ...Object.fromEntries(texts), "events.json": `${JSON.stringify(events, null, 2)}\n` };
}
