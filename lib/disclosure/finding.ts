/** A withheld cell that a reader of everything published could bound too closely. */
export interface Finding {
  /** `area/group/category`. */
  readonly cell: string;
  /** `n`, or the measure and statistic whose value is given away. */
  readonly what: string;
  /** How wide the feasible interval is, and has to be: respondents, or points on 0-100. */
  readonly width: number;
  readonly needed: number;
  /** For the search that withholds more: which numbers, and the number of the cell. */
  readonly variable: string;
  readonly at: number;
  /** The variable's number in this very cell gives it away, and has to go. */
  readonly itself?: boolean;
  /** It cannot be told what would help: all parts of the number have to go. */
  readonly everything?: boolean;
}
