/**
 * What the sample design says about a respondent: a stratum and a base weight. Written `stratum@weight`, the weight as the
 * shortest decimal that reads back to the same number, so that a class explains itself wherever it is stored.
 */
export interface DesignClass {
  /** Empty where the sample is not stratified. */
  readonly stratum: string;
  /** Base weight, > 0; 1 where every resident had the same chance. */
  readonly weight: number;
}

/** Everybody alike: the class of open links. */
export const plainClass = "@1";

/** @example formatDesignClass({ stratum: "north", weight: 1.5 }) // "north@1.5" */
export function formatDesignClass({ stratum, weight }: DesignClass): string {
  return `${stratum}@${weight}`;
}

/** @example parseDesignClass("north@1.5") // { stratum: "north", weight: 1.5 } */
export function parseDesignClass(text: string): DesignClass {
  const at = text.lastIndexOf("@");
  return { stratum: text.slice(0, at), weight: Number(text.slice(at + 1)) };
}
