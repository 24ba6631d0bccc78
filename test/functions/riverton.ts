/** A small department folder: file name → text. */
export function rivertonFiles(change: { readonly survey?: object; readonly instrument?: object } = {}) {
  return {
    "department.json": json({
      id: "riverton",
      name: { en: "Riverton Police Department", es: "Policía de Riverton" },
      languages: ["en", "es"],
      timeZone: "America/Chicago",
    }),
    "survey.json": json({
      id: "core",
      title: { en: "Safety in Riverton", es: "Seguridad en Riverton" },
      instrument: "small.json",
      population: { en: "adults living in Riverton", es: "personas adultas de Riverton" },
      graceMinutes: 10,
      retentionDays: 100,
      margins: ["tenure"],
      groups: ["tenure"],
      ...change.survey,
    }),
    "small.json": json({
      id: "small",
      title: { en: "Small", es: "Pequeña" },
      languages: ["en", "es"],
      scales: {
        agree: {
          options: [
            { value: 1, label: { en: "No", es: "No" } },
            { value: 2, label: { en: "So so", es: "Más o menos" } },
            { value: 3, label: { en: "Yes", es: "Sí" }, favourable: true },
          ],
        },
      },
      items: [
        {
          id: "respect",
          type: "scale",
          scale: "agree",
          text: { en: "Respect?", es: "¿Respeto?" },
          offers: ["dk", "ref"],
        },
        {
          id: "listen",
          type: "scale",
          scale: "agree",
          text: { en: "Listen?", es: "¿Escucha?" },
          offers: ["dk", "ref"],
        },
        {
          id: "tenure",
          type: "choice",
          text: { en: "Own or rent?", es: "¿Dueño o inquilino?" },
          options: [
            { value: "own", label: { en: "Own", es: "Propia" } },
            { value: "rent", label: { en: "Rent", es: "Alquilada" } },
          ],
        },
      ],
      measures: [{ id: "trust", label: { en: "Trust", es: "Confianza" }, items: ["respect", "listen"], primary: true }],
      demographics: [{ id: "tenure", label: { en: "Tenure", es: "Tenencia" }, item: "tenure" }],
      ...change.instrument,
    }),
    "population.csv": "margin,category,count\ntenure,own,600\ntenure,rent,400\n",
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
