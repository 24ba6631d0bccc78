import { printedEffective } from "../../disclosure/printed-grid.ts";
import type { PublishedRow, PublishedWave, ShownRow } from "../../disclosure/protected-estimates.ts";

const flags = ["small-sample", "opt-in", "series-break", "modelled", "bounded"];
const reasons = ["", "too-few", "protects-another", "unreliable", "not-asked"];
const numbers = ["value", "se", "ci_low", "ci_high", "df", "n", "n_effective", "deff"] as const;
const changes = ["change", "change_low", "change_high", "detectable_change"] as const;

const isStep = (number: number, steps: number): boolean => Math.abs(number * steps - Math.round(number * steps)) < 1e-9;

/** The printed rules (contract, section 4) that a row does not keep. */
export function brokenRules(row: PublishedRow, wave: PublishedWave): readonly string[] {
  const broken: string[] = [];
  if (row.opens !== wave.opens || row.closes !== wave.closes) broken.push("its dates are not those of its wave");
  if (row.method !== wave.method) broken.push("its method is not that of its wave");
  const own = row.flag === "" ? [] : row.flag.split(" ");
  if (flags.filter((flag) => own.includes(flag)).join(" ") !== row.flag) broken.push(`its flag is "${row.flag}"`);
  if (own.includes("opt-in") !== (wave.samplingMode === "nonprobability"))
    broken.push("its flag opt-in does not fit how people were asked");
  if (!reasons.includes(row.suppressed)) broken.push(`it is suppressed for "${row.suppressed}"`);
  if (row.suppressed === "") return [...broken, ...brokenNumbers(row, own)];
  const told = [...numbers, ...changes].filter((column) => row[column] !== null);
  if (told.length > 0) broken.push(`it is withheld and still has ${told.join(", ")}`);
  return broken;
}

function brokenNumbers(row: ShownRow, flag: readonly string[]): readonly string[] {
  const empty = numbers.filter((column) => column !== "deff" && !Number.isFinite(row[column]));
  if (empty.length > 0) return [`it is shown without ${empty.join(", ")}`];
  const { value, se, ci_low, ci_high, df, n, n_effective, deff, statistic } = row;
  const broken: string[] = [];
  const rule = (holds: boolean, says: string) => {
    if (!holds) broken.push(says);
  };
  rule(n >= 10 && isStep(n, 1 / 5), `n is ${n}`);
  rule(Number.isInteger(df) && df <= n, `df is ${df}`);
  rule(se >= 0 && isStep(se, 10), `se is ${se}`);
  rule(deff === null || (deff >= 0 && isStep(deff, 10)), `deff is ${deff}`);
  rule(
    deff === null ? n_effective <= n && isStep(n_effective, 1 / 5) : n_effective === printedEffective(n, deff),
    `n_effective of ${n_effective} is not n / deff, down to a multiple of 5`,
  );
  // An n of 398 to 402 is printed as 400: from there on tenths, below it whole points.
  const steps = n < 400 ? 1 : 10;
  const { change, change_low, change_high, detectable_change } = row;
  for (const [column, number] of Object.entries({ value, ci_low, ci_high, detectable_change }))
    rule(number === null || isStep(number, steps), `${column} of ${number} is finer than n of ${n} allows`);
  // The wave before may have been printed in tenths.
  for (const [column, number] of Object.entries({ change, change_low, change_high }))
    rule(number === null || isStep(number, 10), `${column} is ${number}`);
  const least = statistic === "gap" ? -100 : 0;
  rule(least <= ci_low && ci_high <= 100, `its interval of ${ci_low} to ${ci_high} leaves the scale`);
  rule(ci_low <= value && value <= ci_high, `its value of ${value} is outside its interval`);
  rule(n_effective >= 50 || flag.includes("small-sample"), "it is a small sample without the flag");
  const share = statistic === "percent" || statistic === "percent-missing";
  if (flag.includes("bounded")) {
    const low = value === 5 && ci_low === 0 && isStep(ci_high, 1 / 5);
    const high = value === 95 && ci_high === 100 && isStep(ci_low, 1 / 5);
    rule(share && n <= 100 && (low || high), "it is bounded and does not print as 5 or 95");
  } else if (share && n < 100) rule(value >= 5 && value <= 95, `a share of ${value} of ${n} people is not bounded`);
  return broken;
}
