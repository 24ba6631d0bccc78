/** A column of a table in a release: what every description and every loader of the dataset is made from. */
export interface Column<Name extends string = string> {
  readonly name: Name;
  /** `instant`: ISO 8601 in UTC. `integer` and `number` may be empty: the number is not shown. */
  readonly type: "text" | "instant" | "integer" | "number";
  /** A few words: the variable's label in a statistics package. */
  readonly label: string;
  readonly description: string;
  /** What an empty field means; for a text an empty field is a value and means this too. */
  readonly empty?: string;
}

export interface Table {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

export const isNumeric = ({ type }: Column): boolean => type === "integer" || type === "number";

/** @param empty what an empty field means; without it there is none */
export const text = <Name extends string>(
  name: Name,
  label: string,
  description: string,
  empty?: string,
): Column<Name> => ({ name, type: "text", label, description, ...(empty === undefined ? {} : { empty }) });

export const number = <Name extends string>(
  name: Name,
  label: string,
  description: string,
  empty: string,
  type: "integer" | "number" = "number",
): Column<Name> => ({ name, type, label, description, empty });
