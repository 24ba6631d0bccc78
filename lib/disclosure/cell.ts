/** A set of people about whom a number is published, and how many of them answered. */
export interface Cell {
  /** Area id, or `all`. */
  readonly area: string;
  /** A demographic, `mode`, or `all`. */
  readonly group: string;
  /** Category of the group, or `all`. */
  readonly category: string;
  readonly n: number;
}

export const cellKey = ({ area, group, category }: Omit<Cell, "n">): string => `${area}\n${group}\n${category}`;
