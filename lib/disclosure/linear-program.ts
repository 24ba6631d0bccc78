import loadHighs from "highs";

const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** A sum of unknowns, by their number. */
export type Terms = readonly (readonly [unknown: number, factor: number])[];

/** Where a linear form is greatest, and how much each bound and each sum holds it back there. */
export interface Optimum {
  readonly values: Float64Array;
  /** By unknown, and by sum in the order in which they were added. */
  readonly prices: Float64Array;
  readonly sumPrices: Float64Array;
}

/** @param isNear  for a goal of few unknowns after another: few steps away */
export type Maximize = (goal: Terms, isNear?: boolean) => Optimum | undefined;

/** Unknowns between bounds, and sums of them between bounds: solved again and again for other goals, by HiGHS (simplex). */
export class LinearProgram {
  private readonly low: number[] = [];
  private readonly high: number[] = [];
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly factors: number[] = [];
  private readonly sumLow: number[] = [];
  private readonly sumHigh: number[] = [];

  get unknowns(): number {
    return this.low.length;
  }

  /** @returns its number */
  unknown(low: number, high: number): number {
    this.high.push(high);
    return this.low.push(low) - 1;
  }

  /** Low ≤ Σ factor · unknown ≤ high. @returns its number */
  sum(terms: Terms, low: number, high: number): number {
    for (const [unknown, factor] of terms) {
      this.indices.push(unknown);
      this.factors.push(factor);
    }
    this.starts.push(this.indices.length);
    this.sumHigh.push(high);
    return this.sumLow.push(low) - 1;
  }

  /**
   * Calls back with what finds the greatest value of a sum of unknowns; undefined where the numbers contradict one another.
   * What it finds depends on the goals before.
   */
  solve<Result>(act: (maximize: Maximize) => Result): Result {
    const numCols = this.low.length;
    const numRows = this.sumLow.length;
    return highs.withModel(
      {
        numCols,
        numRows,
        sense: highs.constants.objectiveSense.maximize,
        colCost: new Float64Array(numCols),
        colLower: this.low,
        colUpper: this.high,
        rowLower: this.sumLow,
        rowUpper: this.sumHigh,
        matrix: {
          format: "csr",
          numRows,
          numCols,
          starts: this.starts,
          indices: this.indices,
          values: this.factors,
        },
      },
      (model) => {
        model.options.set({ output_flag: false, ...options });
        return act((goal, isNear = false) => {
          model.options.set({ simplex_strategy: isNear ? primal : dual });
          const costs = new Float64Array(numCols);
          for (const [unknown, factor] of goal) costs[unknown]! += factor;
          model.changeColsCost({ kind: "range", from: 0, to: numCols - 1 }, costs);
          model.run();
          if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return undefined;
          const { colValue, colDual, rowDual } = model.getSolution();
          return { values: colValue, prices: colDual, sumPrices: rowDual };
        });
      },
    );
  }
}

const options = { presolve: "off", simplex_scale_strategy: 0 };
// Of its settings: the dual method turns to a goal of all unknowns sooner, the primal one to a goal of a few.
const [dual, primal] = [1, 4];
