/** A half-open interval of ISO instants. */
export interface Period {
  readonly opens: string;
  readonly closes: string;
}

const day = 86_400_000;
const year = 365.25 * day;
/** Half a quarter: of quarterly waves it finds the one of the same season, and none of another. */
const mostApart = 45 * day;

/**
 * The wave whose middle lies closest to a year before the middle of this one, at most 45 days from it: the comparison that the
 * time of year does not disturb. Undefined where there is none.
 * @param waves  of one survey and stream, in any order
 */
export function yearBefore<Wave extends Period>(waves: readonly Wave[], of: Period): Wave | undefined {
  const wanted = middle(of) - year;
  return waves
    .filter((wave) => Math.abs(middle(wave) - wanted) <= mostApart)
    .toSorted((a, b) => Math.abs(middle(a) - wanted) - Math.abs(middle(b) - wanted))[0];
}

const middle = ({ opens, closes }: Period): number => (Date.parse(opens) + Date.parse(closes)) / 2;
