import type { EstimateKey, EstimateRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { isReliable } from "./reliability.ts";
import { rowKey } from "./row-key.ts";
import { type Place, TableLayout } from "./table-layout.ts";

/** A row of a wave with what the search asks of it again and again. */
export interface TableRow {
  /** Which of the wave's rows it is. */
  readonly at: number;
  readonly row: EstimateRow;
  /** Its cell in the wave's layout. */
  readonly cell: number;
  readonly n: number;
  /** Whether it may be shown as far as its precision goes. */
  readonly isReliable: boolean;
}

/** A number of which every cell has one: their weighted values add up over areas and categories. */
export interface Variable extends Pick<EstimateKey, "measure" | "statistic" | "option"> {
  /** Measure, statistic and option. */
  readonly name: string;
  readonly rows: readonly TableRow[];
  readonly layout: TableLayout;
  /** By cell: the row, if there is one. */
  readonly byCell: readonly (TableRow | undefined)[];
}

/** Rows that are withheld together: the options of a distribution, else one variable. */
export interface Statistic {
  readonly name: string;
  readonly variables: readonly Variable[];
  readonly layout: TableLayout;
  /** By cell. */
  readonly n: Float64Array;
}

export interface MeasureTable {
  readonly measure: string;
  /** In the order in which they are decided: each is withheld wherever an earlier one of the first three is. */
  readonly statistics: readonly Statistic[];
  readonly variables: readonly Variable[];
  readonly gaps: readonly TableRow[];
  readonly unflagged: readonly TableRow[];
}

/** The rows of a wave and stream, put in tables once. */
export interface WaveTable {
  readonly wave: WaveEstimates;
  /** Of all cells that any row has. */
  readonly layout: TableLayout;
  readonly measures: ReadonlyMap<string, MeasureTable>;
}

/** Rows whose cells add up: gaps and the answers without flags are judged by the rows they come from. */
export const isAdditive = ({ key }: EstimateRow): boolean => key.statistic !== "gap" && key.group !== "unflagged";

/** What a variable is decided with. */
export const decidedTogether = ({ statistic, option }: Pick<EstimateKey, "statistic" | "option">): string => {
  if (statistic === "percent" && option !== "") return "distribution";
  return option === "" ? statistic : `${statistic} ${option}`;
};
const order = ["mean100", "percent", "distribution"];
/** 0 to 2: the statistics that are withheld no less than those before them; 3: the others. */
export const rankOf = (statistic: string): number => (order.indexOf(statistic) + order.length + 1) % (order.length + 1);

export const variableName = ({ measure, statistic, option }: Pick<EstimateKey, "measure" | "statistic" | "option">) =>
  `${measure}\n${statistic}\n${option}`;

export function waveTable(wave: WaveEstimates, policy: DisclosurePolicy): WaveTable {
  const places: Place[] = [];
  const cells = new Map<string, Map<string, Map<string, number>>>();
  const cellOf = ({ area, group, category }: Place): number => {
    const groups = cells.get(area) ?? new Map<string, Map<string, number>>();
    if (groups.size === 0) cells.set(area, groups);
    const categories = groups.get(group) ?? new Map<string, number>();
    if (categories.size === 0) groups.set(group, categories);
    const known = categories.get(category);
    if (known !== undefined) return known;
    categories.set(category, places.length);
    places.push({ area, group, category });
    return places.length - 1;
  };
  const rows = wave.rows.map(
    (row, at): TableRow => ({
      at,
      row,
      cell: isAdditive(row) ? cellOf(row.key) : -1,
      n: row.estimate.n,
      isReliable: policy.showUnreliable || isReliable(row, policy),
    }),
  );
  const layout = new TableLayout(places);
  const layouts = new Map<string, TableLayout>();
  const layoutOf = (own: readonly TableRow[]): TableLayout => {
    const present = [...new Set(own.map(({ cell }) => cell))];
    const name = present.join();
    if (!layouts.has(name)) layouts.set(name, new TableLayout(places, present, layout));
    return layouts.get(name)!;
  };
  const measures = Map.groupBy(rows, ({ row }) => row.key.measure);
  return {
    wave,
    layout,
    measures: new Map([...measures].map(([measure, own]) => [measure, measureTable(measure, own, layoutOf)])),
  };
}

function measureTable(
  measure: string,
  rows: readonly TableRow[],
  layoutOf: (rows: readonly TableRow[]) => TableLayout,
): MeasureTable {
  const additive = rows.filter(({ cell }) => cell >= 0);
  const byVariable = new Map<string, Map<string, TableRow[]>>();
  for (const one of additive) {
    const { statistic, option } = one.row.key;
    const options = byVariable.get(statistic) ?? new Map<string, TableRow[]>();
    if (options.size === 0) byVariable.set(statistic, options);
    const own = options.get(option);
    if (own) own.push(one);
    else options.set(option, [one]);
  }
  const variables = [...byVariable.values()].flatMap((options) =>
    [...options.values()].map((own): Variable => {
      const { statistic, option } = own[0]!.row.key;
      const layout = layoutOf(own);
      const byCell: (TableRow | undefined)[] = layout.places.map(() => undefined);
      for (const one of own) byCell[one.cell] = one;
      return {
        measure,
        statistic,
        option,
        name: variableName({ measure, statistic, option }),
        rows: own,
        layout,
        byCell,
      };
    }),
  );
  const together = Map.groupBy(variables, decidedTogether);
  const statistics = [...together].map(([name, own]): Statistic => {
    const all = own.flatMap((variable) => variable.rows);
    const layout = own.length === 1 ? own[0]!.layout : layoutOf(all);
    const n = new Float64Array(layout.places.length);
    for (const one of all) n[one.cell] = Math.max(0, one.n);
    return { name, variables: own, layout, n };
  });
  return {
    measure,
    statistics: statistics.toSorted((a, b) => rankOf(a.name) - rankOf(b.name)),
    variables,
    gaps: rows.filter(({ row }) => row.key.statistic === "gap"),
    unflagged: rows.filter(({ row }) => row.key.group === "unflagged"),
  };
}

/** The key of a row within its wave and stream, as an earlier release knows it. */
export const keyOfRow = ({ row }: TableRow): string => rowKey(row.key);

export const weightOf = ({ row, n }: Pick<TableRow, "row" | "n">): number => row.estimate.weight ?? n;
