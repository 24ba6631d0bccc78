import { askedWave, fullName } from "./find-wave.ts";
import type { Action } from "./verb.ts";

/** A draft as the route describes it. */
interface Draft {
  readonly new: readonly string[];
  /** When there is nothing new: the release that has everything. */
  readonly release: string | null;
  /** The release it would follow, and the one it would correct. */
  readonly after?: string | null;
  readonly supersedes?: string | null;
  /** Against the newest release. */
  readonly rows?: { readonly new: number; readonly changed: number; readonly kept: number };
  /** By wave and stream: how many rows are shown, and how many withheld for each reason. */
  readonly disclosure?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The same by what the rows are about. */
  readonly kinds?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Keys of the rows that are withheld only to protect others. */
  readonly protecting?: readonly string[];
  readonly headline?: readonly {
    readonly wave: string;
    readonly stream: string;
    readonly measure: string;
    readonly statistic: string;
    readonly value: number | null;
    readonly ci_low: number | null;
    readonly ci_high: number | null;
    readonly n: number | null;
    readonly change_verdict: string;
    readonly suppressed: string;
  }[];
}

const verdicts: Readonly<Record<string, string>> = {
  up: ", up",
  down: ", down",
  "no-detectable-change": ", no detectable change",
  "series-break": ", not comparable with before",
};

/** Longest list of withheld cells in words; JSON has all. */
const mostCells = 20;

/** `trust review WAVE` */
export const review: Action = async ({ args, connect }) => {
  const connection = await connect();
  const wave = await askedWave(connection, args);
  const draft = await connection.call<Draft>("GET", `/api/v1/reviews/${wave.department}/${wave.wave}`);
  if (draft.new.length === 0)
    return {
      data: draft,
      text: `${fullName(wave)} is released already (${draft.release ?? ""}); there is nothing new.`,
    };
  const text = ["A draft; nothing is released.", ...newsOf(draft), ...headlineOf(draft), ...disclosureOf(draft)];
  return { data: draft, text: text.join("\n") };
};

function newsOf({ new: waves, after, supersedes, rows }: Draft): readonly string[] {
  const follows = after ? `follows ${after}` : "is the first release";
  const corrects = supersedes ? ", and corrects it" : "";
  return [
    `New: ${waves.join(", ")}. It ${follows}${corrects}.`,
    ...(rows ? [`${rows.new} rows are new, ${rows.changed} print otherwise than before, ${rows.kept} stay.`] : []),
  ];
}

function headlineOf({ headline = [] }: Draft): readonly string[] {
  return headline.map(({ wave, stream, measure, statistic, value, ci_low, ci_high, n, suppressed, change_verdict }) =>
    value === null
      ? `${wave} ${stream}  ${measure} ${statistic}: withheld (${suppressed})`
      : `${wave} ${stream}  ${measure} ${statistic}: ${value} (${ci_low} to ${ci_high}), n ${n}${verdicts[change_verdict] ?? ""}`,
  );
}

function disclosureOf({ disclosure = {}, kinds = {}, protecting = [] }: Draft): readonly string[] {
  const reasons = Object.entries({ ...disclosure, ...kinds }).map(([of, counts]) => {
    const counted = Object.entries(counts).map(([reason, count]) => `${count} ${reason}`);
    return `  ${of}: ${counted.join(", ")}`;
  });
  const listed = protecting.slice(0, mostCells).map((key) => `  ${key}`);
  const more = protecting.length - listed.length;
  return [
    "Rows, by why they are withheld:",
    ...reasons,
    ...(listed.length > 0 ? ["Withheld only to protect others:", ...listed] : []),
    ...(more > 0 ? [`  and ${more} more; --json lists them`] : []),
  ];
}
