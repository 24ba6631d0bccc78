import loadHighs from "highs";

const highs = await (loadHighs as unknown as typeof loadHighs.default)();

export type Term = readonly [factor: number, name: string];
interface Constraint {
  readonly terms: readonly Term[];
  readonly low: number;
  readonly high: number;
}
interface Bounds {
  readonly low: number;
  readonly high: number;
}
/** How closely an unknown is bounded: at least so wide, and exactly so when it is less than what was asked. */
export interface Bounded {
  readonly name: string;
  readonly width: number;
}

const dust = 1e-9;

/**
 * What a reader knows: numbers, bounds of numbers, and sums of them. Known numbers are put in, what follows from one equation alone
 * is known too, and the rest falls into parts that have no unknown in common, each a small linear program.
 */
export class LinearSystem {
  private readonly bounds = new Map<string, Bounds>();
  private readonly values = new Map<string, number>();
  private constraints: Constraint[] = [];

  /** An unknown and what it cannot be less or more than. */
  unknown(name: string, low: number, high: number): void {
    if (!this.bounds.has(name)) this.bounds.set(name, { low, high });
  }

  know(name: string, value: number): void {
    this.values.set(name, value);
  }

  /** Low ≤ Σ factor · number ≤ high. A name that is neither known nor an unknown is an error. */
  sum(terms: readonly Term[], low: number, high: number = low): void {
    for (const [, name] of terms)
      if (!this.bounds.has(name) && !this.values.has(name)) throw new Error(`nobody spoke of ${name}`);
    this.constraints.push({ terms, low, high });
  }

  /** Names of constraints that given numbers contradict: a system that the truth contradicts is no attack. */
  contradictions(truth: (name: string) => number | undefined, slack: number): readonly string[] {
    const value = (name: string) => this.values.get(name) ?? truth(name) ?? 0;
    const out = this.constraints.flatMap(({ terms, low, high }) => {
      const sum = terms.reduce((total, [factor, name]) => total + factor * value(name), 0);
      return sum < low - slack || sum > high + slack
        ? [`${terms.map(([factor, name]) => `${factor}*${name}`).join(" + ")} = ${sum} not in ${low}..${high}`]
        : [];
    });
    for (const [name, { low, high }] of this.bounds)
      if (!this.values.has(name) && (value(name) < low - slack || value(name) > high + slack)) out.push(name);
    return out;
  }

  /**
   * Bounds the asked unknowns. Two solutions that differ by what is needed show that an unknown is bounded no closer, so most are
   * cleared by a few solutions in random directions; the others are solved one by one.
   * @param needed by name, how wide the interval has to be
   */
  attack(needed: ReadonlyMap<string, number>, draw: () => number): readonly Bounded[] {
    this.reduce();
    const done: Bounded[] = [];
    for (const name of needed.keys()) if (this.values.has(name)) done.push({ name, width: 0 });
    for (const part of this.parts()) {
      const asked = part.names.filter((name) => needed.has(name));
      if (asked.length > 0) done.push(...new Part(part, this.bounds).attack(asked, needed, draw));
    }
    return done;
  }

  /** Puts known numbers in, until no equation has one unknown only. */
  private reduce(): void {
    for (let found = true; found; ) {
      found = false;
      const left: Constraint[] = [];
      for (const { terms, low, high } of this.constraints) {
        const open = terms.filter(([, name]) => !this.values.has(name));
        const known = terms.reduce((sum, [factor, name]) => sum + factor * (this.values.get(name) ?? 0), 0);
        if (open.length === 0) continue;
        const [[factor, name] = [1, ""]] = open;
        if (open.length === 1 && high - low < dust) {
          this.values.set(name, (low - known) / factor);
          found = true;
        } else left.push({ terms: open, low: low - known, high: high - known });
      }
      this.constraints = left;
    }
  }

  private parts(): readonly { readonly names: readonly string[]; readonly constraints: readonly Constraint[] }[] {
    const parent = new Map<string, string>();
    const root = (name: string): string => {
      let at = name;
      for (let next = parent.get(at); next !== undefined; next = parent.get(at)) {
        const further = parent.get(next);
        if (further !== undefined) parent.set(at, further);
        at = next;
      }
      return at;
    };
    for (const { terms } of this.constraints) {
      const first = root(terms[0]![1]);
      for (const [, name] of terms.slice(1)) if (root(name) !== first) parent.set(root(name), first);
    }
    const open = [...this.bounds.keys()].filter((name) => !this.values.has(name));
    const constraints = Map.groupBy(this.constraints, ({ terms }) => root(terms[0]![1]));
    return [...Map.groupBy(open, root)].map(([first, names]) => ({
      names,
      constraints: constraints.get(first) ?? [],
    }));
  }
}

/** One linear program. */
class Part {
  private readonly names: readonly string[];
  private readonly number: ReadonlyMap<string, number>;
  private readonly rows: string;
  private readonly limits: string;
  private readonly least = new Map<string, number>();
  private readonly greatest = new Map<string, number>();
  private readonly bounds: ReadonlyMap<string, Bounds>;

  constructor(
    { names, constraints }: { readonly names: readonly string[]; readonly constraints: readonly Constraint[] },
    bounds: ReadonlyMap<string, Bounds>,
  ) {
    this.names = names;
    this.bounds = bounds;
    this.number = new Map(names.map((name, at) => [name, at]));
    const text = (terms: readonly Term[]) =>
      terms
        .map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} x${this.number.get(name)}`)
        .join(" ");
    // A little slack forgives rounding.
    const slack = (sum: number) => 1e-7 * Math.max(1, Math.abs(sum));
    this.rows = constraints
      .flatMap(({ terms, low, high }) => [
        ...(low > -1e20 ? [`${text(terms)} >= ${low - slack(low)}`] : []),
        ...(high < 1e20 ? [`${text(terms)} <= ${high + slack(high)}`] : []),
      ])
      .join("\n");
    this.limits = names.map((name, at) => `${bounds.get(name)!.low} <= x${at} <= ${bounds.get(name)!.high}`).join("\n");
  }

  attack(asked: readonly string[], needed: ReadonlyMap<string, number>, draw: () => number): readonly Bounded[] {
    const seen = (name: string) => (this.greatest.get(name) ?? 0) - (this.least.get(name) ?? 0);
    const isOpen = (name: string) => seen(name) < needed.get(name)!;
    if (this.rows === "") {
      return asked.map((name) => ({ name, width: this.bounds.get(name)!.high - this.bounds.get(name)!.low }));
    }
    for (let round = 0, open = asked; round < 8 && open.length > 1; round++, open = open.filter(isOpen)) {
      const goal = open.map((name): Term => [(draw() < 0.5 ? -1 : 1) / Math.max(1e-3, needed.get(name)!), name]);
      this.solve("Maximize", goal);
      this.solve("Minimize", goal);
    }
    for (const name of asked) {
      if (isOpen(name)) this.solve("Minimize", [[1, name]]);
      if (isOpen(name)) this.solve("Maximize", [[1, name]]);
    }
    return asked.map((name) => ({ name, width: seen(name) }));
  }

  private solve(direction: "Minimize" | "Maximize", goal: readonly Term[]): void {
    const objective = goal.map(
      ([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} x${this.number.get(name)}`,
    );
    const text = [direction, objective.join(" "), "Subject To", this.rows, "Bounds", this.limits, "End"].join("\n");
    const solution = highs.solve(text, { output_flag: false });
    if (solution.Status !== "Optimal") throw new Error(`HiGHS: ${solution.Status}`);
    for (const [at, name] of this.names.entries()) {
      const column = solution.Columns[`x${at}`];
      const value = column !== undefined && "Primal" in column ? column.Primal : undefined;
      // An unknown in no constraint of the program may be anything within its bounds.
      if (value === undefined) continue;
      this.least.set(name, Math.min(value, this.least.get(name) ?? value));
      this.greatest.set(name, Math.max(value, this.greatest.get(name) ?? value));
    }
  }
}
