/** To be shown wherever the numbers are. */
export const outsideLabel = "no n, no margin published";

/** Numbers that somebody else published, to stand beside ours and never to be mixed with them. */
export interface OutsideSeries {
  readonly kind: "outside";
  /** Who published them. */
  readonly source: string;
  readonly label: typeof outsideLabel;
  readonly rows: readonly OutsideRow[];
}

/** A score of 0-100. There is no n and no interval in it, so it never fits where a `PublishedRow` is asked for. */
export interface OutsideRow {
  /** From the city down: `["chicago", "area_5", "14", "1420"]`. */
  readonly unit: readonly string[];
  /** First and last day, as 2021-04-01. */
  readonly from: string;
  readonly to: string;
  readonly measure: string;
  /** Group of the layout, or `all`. */
  readonly group: string;
  readonly value: number;
}
