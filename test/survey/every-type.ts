import { createHash, createHmac } from "node:crypto";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { parseInstrument } from "../../lib/survey/parse-instrument.ts";

const text = (en: string) => ({ en });

/** An instrument file with every type of item, a group, routing and every kind of demographic; a plain object to change in tests. */
export const everyTypeFile = () => ({
  id: "every-type",
  title: text("Every type"),
  languages: ["en"],
  scales: {
    agree: {
      options: [1, 2, 3, 4, 5].map((value) => ({ value, label: text(`Level ${value}`), favourable: value > 3 })),
    },
  },
  items: [
    { id: "hello", type: "note", text: text("Welcome.") },
    { id: "fair", type: "scale", scale: "agree", text: text("The police are fair."), offers: ["dk", "ref"] },
    {
      id: "contact",
      type: "choice",
      text: text("Any contact?"),
      options: ["yes", "no"].map((value) => ({ value, label: text(value) })),
      offers: ["ref"],
      required: true,
    },
    {
      id: "after",
      type: "group",
      text: text("About the contact"),
      items: ["visits", "why"],
      visibleIf: { item: "contact", in: ["yes"] },
    },
    { id: "visits", type: "integer", min: 1, max: 50, text: text("How many times?"), offers: ["dk"] },
    {
      id: "why",
      type: "text",
      maxLength: 20,
      text: text("Why?"),
      visibleIf: { not: { item: "visits", answered: false } },
    },
    {
      id: "race",
      type: "choices",
      text: text("Which apply?"),
      options: ["asian", "hispanic", "mena", "white"].map((value) => ({ value, label: text(value) })),
      offers: ["ref"],
    },
    { id: "area", type: "area", text: text("Where do you live?"), offers: ["dk"] },
  ],
  measures: [{ id: "fairness", label: text("Fairness"), items: ["fair"], primary: true }],
  demographics: [
    { id: "area", label: text("Area"), item: "area" },
    { id: "contact", label: text("Contact"), item: "contact" },
    {
      id: "visits",
      label: text("Visits"),
      item: "visits",
      categories: [
        { id: "few", label: text("Few"), to: 3 },
        { id: "many", label: text("Many"), from: 4 },
      ],
    },
    {
      id: "opinion",
      label: text("Opinion"),
      item: "fair",
      categories: [{ id: "agrees", label: text("Agrees"), values: [4, 5] }],
    },
  ],
});

export const everyType: Instrument = parseInstrument(JSON.stringify(everyTypeFile()), "every-type.json");

export const areas = [
  { id: "north", name: "North" },
  { id: "south", name: "South" },
];

export const sha256 = (message: string): string => createHash("sha256").update(message).digest("hex");
export const hmacWith =
  (key: string) =>
  (message: string): string =>
    createHmac("sha256", key).update(message).digest("hex");
