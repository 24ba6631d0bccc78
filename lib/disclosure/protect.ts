import type { EstimateRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import { Problem } from "../problems/problem.ts";
import { auditWave } from "./audit.ts";
import { JointAudit } from "./audit-jointly.ts";
import { earlierCells } from "./earlier-cells.ts";
import { peopleOf, type WavePeople } from "./people.ts";
import { type DisclosurePolicy, defaultPolicy } from "./policy.ts";
import { printChange, printRow } from "./print-row.ts";
import { nearest, printedN } from "./printed-grid.ts";
import { PrintedRows } from "./printed-rows.ts";
import type {
  ProtectedEstimates,
  PublishedQuality,
  PublishedRepresentation,
  PublishedRow,
  PublishedWave,
  ReleasedEstimates,
} from "./protected-estimates.ts";
import { marginCells, protectRepresentation } from "./representation.ts";
import { rowKey } from "./row-key.ts";
import { type WaveTable, waveTable } from "./wave-table.ts";
import { withhold } from "./withhold.ts";

/** What the newest release says, and the exact estimates behind those of its waves that are estimated again now. */
export interface Earlier {
  readonly released: ReleasedEstimates;
  readonly estimates: readonly WaveEstimates[];
}

/**
 * Makes estimates publishable; nothing else does. Withholds what is over too few people or unreliable and what would give
 * that away by subtraction, and rounds to the printed grid, so that exact values go no further.
 *
 * Waves of the earlier release that are not estimated again keep their printed rows to the letter. A wave that is (its tally is
 * newer, or the wave before it changed) prints a row as before where no answer came in, anew where at least
 * `policy.leastNewAnswers` did, and withholds it otherwise; with fewer new answers in all it keeps every row.
 * @param estimates  waves to print, in any order
 * @throws Problem `release-discloses` with the cells that a reader of everything could still bound too closely
 * @returns          waves by opening, rows in the order of the estimates
 * @example protect(estimates, defaultPolicy, undefined).rows[0]?.n // 410
 */
export function protect(
  estimates: readonly WaveEstimates[],
  policy: DisclosurePolicy = defaultPolicy,
  earlier?: Earlier,
): ProtectedEstimates {
  const again = new Set(estimates.map(waveKey));
  const kept = keepWaves(earlier?.released, (key) => !again.has(key));
  const parts: ReleasedEstimates[] = [kept];
  const printed = new Map(
    [...Map.groupBy(kept.rows, waveKey)].map(([key, rows]) => [key, new PrintedRows(rows)] as const),
  );
  for (const wave of estimates.toSorted(byOpening)) {
    const part = protectWave(wave, policy, earlier, printed);
    printed.set(waveKey(wave), new PrintedRows(part.rows));
    parts.push(part);
  }
  const waves = parts.flatMap((part) => part.waves).toSorted(byOpening);
  const inOrder = <Row extends { wave: string; stream: string }>(rows: readonly Row[]): readonly Row[] => {
    const byWave = Map.groupBy(rows, waveKey);
    return waves.flatMap((wave) => byWave.get(waveKey(wave)) ?? []);
  };
  const all: ReleasedEstimates = {
    waves,
    rows: inOrder(parts.flatMap((part) => part.rows)),
    representation: inOrder(parts.flatMap((part) => part.representation)),
    quality: inOrder(parts.flatMap((part) => part.quality)),
  };
  return all as ProtectedEstimates;
}

type OfWave = { readonly wave: string; readonly stream: string };
const waveKey = ({ wave, stream }: OfWave): string => `${wave}\n${stream}`;
const byOpening = (a: OfWave & { opens: string }, b: OfWave & { opens: string }): number =>
  Date.parse(a.opens) - Date.parse(b.opens) || (waveKey(a) < waveKey(b) ? -1 : 1);

function keepWaves(released: ReleasedEstimates | undefined, keep: (key: string) => boolean): ReleasedEstimates {
  const of = <Row extends OfWave>(rows: readonly Row[] = []) => rows.filter((row) => keep(waveKey(row)));
  return {
    waves: of(released?.waves),
    rows: of(released?.rows),
    representation: of(released?.representation),
    quality: of(released?.quality),
  };
}

function protectWave(
  wave: WaveEstimates,
  policy: DisclosurePolicy,
  earlier: Earlier | undefined,
  printed: ReadonlyMap<string, PrintedRows>,
): ReleasedEstimates {
  const before = earlier && keepWaves(earlier.released, (key) => key === waveKey(wave));
  const beforeExact = earlier?.estimates.find((other) => waveKey(other) === waveKey(wave));
  const printedBefore = ({ key, change }: EstimateRow, at: number) =>
    change && printed.get(waveKey({ wave: change.from, stream: wave.stream }))?.find(key, at);
  const rowBefore = new Map(before?.rows.map((row) => [rowKey(row), row]));
  const recompared = (row: EstimateRow, old: PublishedRow, at: number): PublishedRow =>
    old.suppressed === ""
      ? { ...old, ...printChange(row, old.value, printedBefore(row, at), old.n >= policy.tenthsFrom ? 1 : 0) }
      : old;
  const newAnswers = wave.n - (beforeExact?.n ?? 0);
  if (before?.waves.length && (!beforeExact || newAnswers < policy.leastNewAnswers)) {
    const rowNow = new Map(wave.rows.map((row) => [rowKey(row.key), row]));
    return {
      ...before,
      rows: before.rows.map((old, at) => {
        const row = rowNow.get(rowKey(old));
        return row ? recompared(row, old, at) : old;
      }),
    };
  }
  const printedMargins =
    before?.waves.length && beforeExact
      ? { exact: beforeExact.representation, printed: before.representation }
      : undefined;
  const representationWith = (people: ReadonlySet<string>) =>
    protectRepresentation(wave, policy, people, printedMargins);
  const cells = before?.waves.length && beforeExact ? earlierCells(beforeExact, before.rows) : undefined;
  const table = waveTable(wave, policy);
  const people = peopleOf(table, policy);
  const margins = (hidden: ReadonlySet<string>) => marginCells(representationWith(hidden), wave);
  const joint = new JointAudit(table, policy);
  const withheld = withhold(table, people, policy, joint, margins, cells);
  const representation = representationWith(withheld.people);
  const rows = wave.rows.map((row, at) => {
    const old = rowBefore.size === 0 ? undefined : rowBefore.get(rowKey(row.key));
    const reason = withheld.reasons[at] ?? "";
    const unchanged = cells !== undefined && cells.n.get(rowKey(row.key)) === row.estimate.n;
    // The same people answered: the number stays as it was printed, though new answers elsewhere moved their weights.
    if (old && unchanged && (reason === "" || old.suppressed !== "")) return recompared(row, old, at);
    return printRow(wave, row, reason, printedBefore(row, at), policy);
  });
  refuseUnprotected(table, people, joint, rows, representation, policy);
  return {
    waves: [printWave(wave, policy)],
    rows,
    representation,
    quality: printQuality(wave, policy, before?.waves.length ? beforeExact : undefined),
  };
}

/** The last word: attacks the rows as they are to be printed. */
function refuseUnprotected(
  table: WaveTable,
  people: WavePeople,
  joint: JointAudit,
  rows: readonly PublishedRow[],
  representation: readonly PublishedRepresentation[],
  policy: DisclosurePolicy,
): void {
  if (!policy.audit) return;
  const { wave, stream } = table.wave;
  const withheld = {
    reasons: rows.map(({ suppressed }) => suppressed),
    margins: marginCells(representation, table.wave),
  };
  const findings = [...auditWave(table, people, withheld, policy), ...joint.find(withheld.reasons)];
  if (findings.length === 0) return;
  const cells = findings.map(({ cell, what, width, needed }) => `${cell} (${what}: ${width} of ${needed})`);
  throw new Problem("release-discloses", { wave, stream, cells });
}

function printWave(wave: WaveEstimates, policy: DisclosurePolicy): PublishedWave {
  const { department, survey, opens, closes, stream, samplingMode, method, collapsed } = wave;
  const shown = wave.n >= policy.leastRespondents;
  return {
    department,
    survey,
    wave: wave.wave,
    opens,
    closes,
    stream,
    samplingMode,
    method,
    n: shown ? printedN(wave.n) : null,
    kish: shown ? nearest(wave.kish, 1) : null,
    collapsed: shown ? collapsed : [],
  };
}

/** Reliability of the indexes, in hundredths; withheld below the least effective n, as a number about all answers would be. */
function printQuality(
  wave: WaveEstimates,
  policy: DisclosurePolicy,
  earlier: WaveEstimates | undefined,
): readonly PublishedQuality[] {
  // What a few new complete answers moved would tell of them.
  const changedTooLittle = (index: string, n: number): boolean => {
    const news = n - (earlier?.quality.find((row) => row.index === index)?.n ?? 0);
    return earlier !== undefined && news > 0 && news < policy.leastNewAnswers;
  };
  const hundredths = (number: number | null) => (number === null ? null : Math.round(number * 100) / 100);
  return wave.quality.map(({ index, n, alpha, omega }) => {
    const shown = n >= Math.max(policy.leastRespondents, policy.leastEffective) && !changedTooLittle(index, n);
    return {
      wave: wave.wave,
      stream: wave.stream,
      index,
      alpha: shown ? hundredths(alpha) : null,
      omega: shown ? hundredths(omega) : null,
      n: shown ? printedN(n) : null,
    };
  });
}
