import * as z from "zod";

/** Ids of departments, surveys, waves, measures, items, areas and categories: safe in keys, routes and file names. */
export const idPattern = /^[a-z0-9][a-z0-9._-]{0,39}$/;

export const idSchema = z
  .string()
  .regex(idPattern, "an id of 1 to 40 characters a-z, 0-9, dot, dash or underscore, beginning with a letter or digit")
  .meta({ id: "id" });

export const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, "a language tag such as en, es or zh-Hans")
  .meta({ id: "language" });

/** Texts by language. */
export const textSchema = z
  .record(languageSchema, z.string().trim().min(1, "a text that is not empty").max(2000, "at most 2000 characters"))
  .meta({ id: "text" });

const conditionMessage =
  "a condition: { item, in: [values] }, { item, answered: true or false }, { all: [conditions] }, { any: [conditions] } or { not: condition }";

interface ConditionShape {
  item?: string | undefined;
  in?: (string | number)[] | undefined;
  answered?: boolean | undefined;
  all?: ConditionShape[] | undefined;
  any?: ConditionShape[] | undefined;
  not?: ConditionShape | undefined;
}
const conditionSchema: z.ZodType<ConditionShape> = z
  .union(
    [
      z.strictObject({
        item: idSchema,
        in: z
          .array(z.union([z.string(), z.number()]))
          .min(1)
          .max(200),
      }),
      z.strictObject({ item: idSchema, answered: z.boolean() }),
      z.strictObject({
        get all() {
          return z.array(conditionSchema).min(1).max(20);
        },
      }),
      z.strictObject({
        get any() {
          return z.array(conditionSchema).min(1).max(20);
        },
      }),
      z.strictObject({
        get not() {
          return conditionSchema;
        },
      }),
    ],
    conditionMessage,
  )
  .meta({ id: "condition" });

const itemBase = {
  id: idSchema,
  text: textSchema,
  hint: textSchema.optional(),
  visibleIf: conditionSchema.optional(),
};
const questionBase = {
  ...itemBase,
  required: z.boolean().optional(),
  offers: z
    .array(z.enum(["dk", "ref"]))
    .max(2)
    .optional(),
};
const choiceOptions = z
  .array(z.strictObject({ value: z.string().trim().min(1).max(100), label: textSchema }))
  .min(1)
  .max(100)
  .meta({ id: "options" });

const itemSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ ...questionBase, type: z.literal("scale"), scale: idSchema }),
    z.strictObject({ ...questionBase, type: z.literal("choice"), options: choiceOptions }),
    z.strictObject({ ...questionBase, type: z.literal("choices"), options: choiceOptions }),
    z.strictObject({ ...questionBase, type: z.literal("integer"), min: z.int(), max: z.int() }),
    z.strictObject({ ...questionBase, type: z.literal("text"), maxLength: z.int().min(1).max(2000) }),
    z.strictObject({ ...questionBase, type: z.literal("area") }),
    z.strictObject({ ...itemBase, type: z.literal("note") }),
    z.strictObject({
      ...itemBase,
      type: z.literal("group"),
      items: z.array(idSchema).min(1),
      rotate: z.boolean().optional().describe("Its questions begin with another one from page to page."),
    }),
  ],
  "scale, choice, choices, integer, text, area, note or group",
);

/** The file as it is written; what it leaves out is filled in by `parseInstrument`. */
export const instrumentSchema = z.strictObject({
  $schema: z.string().optional(),
  id: idSchema,
  title: textSchema,
  credits: z.string().max(2000).optional(),
  languages: z.array(languageSchema).min(1).max(40),
  scales: z
    .record(
      idSchema,
      z.strictObject({
        options: z
          .array(z.strictObject({ value: z.int(), label: textSchema, favourable: z.boolean().optional() }))
          .min(2)
          .max(11)
          .describe("In the order of the page; the higher the value, the more favourable."),
      }),
    )
    .default({}),
  items: z.array(itemSchema).min(1).max(150),
  measures: z
    .array(
      z.strictObject({
        id: idSchema,
        label: textSchema,
        items: z.array(idSchema).min(1).max(30),
        minAnswered: z.int().min(1).optional(),
        primary: z.boolean().optional(),
      }),
    )
    .max(60)
    .default([]),
  demographics: z
    .array(
      z.strictObject({
        id: idSchema,
        label: textSchema,
        item: idSchema,
        categories: z
          .array(
            z.strictObject({
              id: idSchema,
              label: textSchema.optional().describe("Default: the label of the option with the value of the id."),
              values: z
                .array(z.union([z.string(), z.number()]))
                .min(1)
                .optional()
                .describe("Default: the id."),
              from: z.int().optional(),
              to: z.int().optional(),
              anyOf: z.array(z.string()).min(1).optional().describe("Several choices: any of them decides."),
              several: z.boolean().optional().describe("Several choices: the category of more than one."),
            }),
          )
          .min(1)
          .max(60)
          .optional()
          .describe("Default: one category per option, or per area of the department."),
      }),
    )
    .max(40)
    .default([]),
});

export type InstrumentFile = z.infer<typeof instrumentSchema>;

/** The JSON Schema of an instrument file, for editors. */
export function instrumentJsonSchema(): object {
  return z.toJSONSchema(instrumentSchema, { io: "input", reused: "inline" });
}
