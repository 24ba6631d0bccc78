import * as z from "zod";
import { idSchema, languageSchema, textSchema } from "./instrument-schema.ts";

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
};

/** `department.json` */
export const departmentSchema = z.strictObject({
  id: idSchema,
  name: textSchema,
  languages: z.array(languageSchema).min(1).max(40),
  timeZone: z.string().refine(isTimeZone, "an IANA time zone such as America/Chicago"),
  contact: textSchema.optional(),
  demo: z.boolean().optional(),
});

const samplingMode = z.enum(["probability", "nonprobability", "census-attempt"]);

/** Columns of the layouts `chicago-wide` and `tempe-wide`, by Chicago's names without the measure before a group. */
const wideColumn = z
  .string()
  .regex(
    /^(SAFETY|TRUST|T_LISTEN|T_RESPECT|RACE_(AFRICAN_AMERICAN|ASIAN_AMERICAN|HISPANIC|WHITE|OTHER)|SEX_(FE)?MALE|(AGE|EDUCATION|INCOME)_(LOW|MEDIUM|HIGH))$/,
    "a column of the wide layouts, such as T_LISTEN or AGE_LOW",
  );

/** `survey.json`; without a sponsor the department is the sponsor. */
export const surveySchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  instrument: z.string().min(1).max(60),
  samplingMode: z
    .strictObject({ invited: samplingMode.optional(), open: samplingMode.optional() })
    .default({ invited: "probability", open: "nonprobability" }),
  population: textSchema,
  graceMinutes: z.number().min(0).max(60).default(15),
  retentionDays: z.int().min(90).max(3650).default(730),
  areas: idSchema.optional(),
  margins: z.array(idSchema).max(20).default([]),
  groups: z.array(idSchema).max(20).default([]),
  strata: z.record(z.string().min(1).max(40), z.int().positive()).optional(),
  trim: z.strictObject({ low: z.number().min(0).max(1).optional(), high: z.number().min(1).optional() }).optional(),
  confidence: z.number().min(0.8).max(0.999).default(0.95),
  samePeople: z.array(z.array(idSchema).min(2)).optional(),
  release: z.enum(["automatic", "reviewed"]).default("automatic"),
  releaseWithinDays: z.int().min(1).max(366).optional(),
  // Smaller places are not counted one by one.
  placeCap: z.int().min(25).optional(),
  receipts: z.boolean().optional(),
  licence: z.string().min(1).max(100).default("CC-BY-4.0"),
  doi: z
    .string()
    .max(200)
    .regex(/^10\.\d{4,9}\/[\w.()/:;-]+$/, "a DOI without an address before it, such as 10.5281/zenodo.1234567")
    .optional(),
  sponsor: textSchema.optional(),
  helpline: textSchema.optional(),
  wideColumns: z.record(wideColumn, z.string().min(1).max(81)).optional(),
});

/** `events.json` */
export const eventsSchema = z
  .array(
    z.strictObject({
      date: z.iso.date("a date such as 2026-03-31"),
      label: textSchema,
      url: z.url({ protocol: /^https?$/, error: "an http or https address" }).optional(),
      area: idSchema.optional(),
    }),
  )
  .max(500);

/** `areas.geojson`: the id and name of an area are properties of its feature. Shapes are drawn, not checked. */
export const geometrySchema = z.looseObject({
  type: z.literal("FeatureCollection"),
  features: z
    .array(
      z.looseObject({
        type: z.literal("Feature"),
        properties: z.looseObject({ id: idSchema, name: z.string().trim().min(1).max(200) }),
        geometry: z.looseObject({ type: z.enum(["Polygon", "MultiPolygon"]), coordinates: z.array(z.unknown()) }),
      }),
    )
    .min(1)
    .max(2000),
});
