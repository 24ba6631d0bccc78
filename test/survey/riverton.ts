const text = (words: string) => ({ en: words, es: words });

/** The files of a small department folder with one of everything, as texts. */
export const riverton = () => ({
  "department.json": JSON.stringify(
    { id: "riverton", name: text("Riverton"), languages: ["en", "es"], timeZone: "America/Chicago", demo: true },
    null,
    2,
  ),
  "survey.json": JSON.stringify(
    {
      id: "trust",
      title: text("Trust in Riverton"),
      instrument: "core-1",
      population: text("Adults living in Riverton"),
      areas: "area",
      margins: ["sex", "tenure"],
      groups: ["sex", "race"],
    },
    null,
    2,
  ),
  "population.csv": [
    "margin,category,count,area",
    "sex,female,510,",
    "sex,male,490,",
    "sex,female,260,north",
    "sex,male,240,north",
    "tenure,own,600,",
    "tenure,rent,350,",
    "tenure,other,50,",
    "",
  ].join("\n"),
  "areas.csv": 'id,name\nnorth,North\nsouth,"South, by the river"\n',
  "events.json": JSON.stringify(
    [{ date: "2026-03-01", label: text("Walking patrols begin"), url: "https://example.org/patrols", area: "north" }],
    null,
    2,
  ),
});
