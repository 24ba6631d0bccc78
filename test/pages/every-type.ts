import type { Instrument } from "../../lib/survey/instrument.ts";

/** An instrument with one item of every type and questions that depend on others. */
export const everyType: Instrument = {
  id: "every-type",
  title: { en: "Every type" },
  languages: ["en"],
  scales: {
    moods: {
      options: [
        { value: 1, label: { en: "Bad" } },
        { value: 2, label: { en: "Good" }, favourable: true },
      ],
    },
  },
  items: [
    { id: "hello", type: "note", text: { en: "A word before." } },
    { id: "mood", type: "scale", scale: "moods", text: { en: "How do you feel?" }, offers: ["dk", "ref"] },
    {
      id: "colour",
      type: "choice",
      text: { en: "Which colour?" },
      hint: { en: "Take your time." },
      options: [
        { value: "red", label: { en: "Red" } },
        { value: "blue", label: { en: "Blue" } },
      ],
      offers: ["ref"],
      required: true,
    },
    {
      id: "more",
      type: "group",
      text: { en: "More" },
      items: ["pets", "years"],
      visibleIf: { item: "colour", in: ["red"] },
    },
    {
      id: "pets",
      type: "choices",
      text: { en: "Which pets?" },
      options: [
        { value: "cat", label: { en: "Cat" } },
        { value: "dog", label: { en: "Dog" } },
      ],
      offers: ["ref"],
    },
    {
      id: "years",
      type: "integer",
      text: { en: "How many years?" },
      min: 0,
      max: 120,
      offers: ["dk"],
      visibleIf: { all: [{ item: "pets", answered: true }, { not: { item: "mood", in: [1] } }] },
    },
    {
      id: "words",
      type: "text",
      text: { en: "In your words?" },
      maxLength: 200,
      visibleIf: { any: [{ item: "mood", answered: true }] },
    },
    { id: "area", type: "area", text: { en: "Which area?" }, offers: ["dk"] },
  ],
  measures: [],
  demographics: [],
};
