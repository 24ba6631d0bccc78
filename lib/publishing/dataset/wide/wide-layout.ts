/** Columns of the tables that Chicago and Tempe publish, which programs made for those read. */

/** Four measures, each for everybody and for 16 groups: `TRUST`, `T_RACE_WHITE`, … (Chicago's names). */
export const wideMeasures = ["SAFETY", "TRUST", "T_LISTEN", "T_RESPECT"] as const;
export type WideMeasure = (typeof wideMeasures)[number];

export const wideGroups = [
  "RACE_AFRICAN_AMERICAN",
  "RACE_ASIAN_AMERICAN",
  "RACE_HISPANIC",
  "RACE_WHITE",
  "RACE_OTHER",
  "AGE_LOW",
  "AGE_MEDIUM",
  "AGE_HIGH",
  "SEX_FEMALE",
  "SEX_MALE",
  "EDUCATION_LOW",
  "EDUCATION_MEDIUM",
  "EDUCATION_HIGH",
  "INCOME_LOW",
  "INCOME_MEDIUM",
  "INCOME_HIGH",
] as const;
export type WideGroup = (typeof wideGroups)[number];

/** What a column holds: a measure of ours, or a category as `group:category`. A column without one stays empty. */
export type WideMapping = Readonly<Partial<Record<WideMeasure | WideGroup, string>>>;

/** The measures and groups of `core-1`, and the names that a questionnaire of one's own would give the others. */
export const defaultMapping: WideMapping = {
  SAFETY: "safety",
  TRUST: "trust",
  T_LISTEN: "listen",
  T_RESPECT: "respect",
  RACE_AFRICAN_AMERICAN: "race:black",
  RACE_ASIAN_AMERICAN: "race:asian",
  RACE_HISPANIC: "race:hispanic",
  RACE_WHITE: "race:white",
  RACE_OTHER: "race:other",
  AGE_LOW: "age:low",
  AGE_MEDIUM: "age:medium",
  AGE_HIGH: "age:high",
  SEX_FEMALE: "sex:female",
  SEX_MALE: "sex:male",
  EDUCATION_LOW: "education:low",
  EDUCATION_MEDIUM: "education:medium",
  EDUCATION_HIGH: "education:high",
  INCOME_LOW: "income:low",
  INCOME_MEDIUM: "income:medium",
  INCOME_HIGH: "income:high",
};

/** A score column: which measure, for whom. */
export interface ScoreColumn {
  readonly name: string;
  readonly measure: WideMeasure;
  /** Null: everybody. */
  readonly group: WideGroup | null;
}

const prefixes: Readonly<Record<WideMeasure, string>> = {
  SAFETY: "S_",
  TRUST: "T_",
  T_LISTEN: "T_LISTEN_",
  T_RESPECT: "T_RESPECT_",
};

/** Chicago's 68 score columns, in its order. @example chicagoScores[1]?.name // "S_RACE_AFRICAN_AMERICAN" */
export const chicagoScores: readonly ScoreColumn[] = wideMeasures.flatMap((measure) => [
  { name: measure, measure, group: null },
  ...wideGroups.map((group) => ({ name: prefixes[measure] + group, measure, group })),
]);
export const chicagoUnits = ["ORG_LEVEL", "CITY", "AREA", "DISTRICT", "SECTOR"] as const;
export const chicagoDates = ["START_DATE", "END_DATE"] as const;

/** Whole words in Tempe; its table is documented as far as `safety_race_other`, the rest follows the same pattern. */
const tempeHeads: Readonly<Record<WideMeasure, string>> = {
  SAFETY: "safety",
  TRUST: "trust",
  T_LISTEN: "trust_listen",
  T_RESPECT: "trust_respect",
};
const tempeGroups: readonly WideGroup[] = [
  "RACE_AFRICAN_AMERICAN",
  "RACE_ASIAN_AMERICAN",
  "RACE_OTHER",
  ...wideGroups.filter((group) => !/^RACE_(AFRICAN_AMERICAN|ASIAN_AMERICAN|OTHER)$/.test(group)),
];
export const tempeScores: readonly ScoreColumn[] = wideMeasures.flatMap((measure) => [
  { name: tempeHeads[measure], measure, group: null },
  ...tempeGroups.map((group) => ({ name: `${tempeHeads[measure]}_${group.toLowerCase()}`, measure, group })),
]);
export const tempeUnits = ["start_date", "org_level", "level_0", "level_1", "level_2"] as const;
