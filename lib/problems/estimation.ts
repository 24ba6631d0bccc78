/** Where in an input file something is wrong. A line counts from 1, the header is line 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
}

const at = ({ file, line, column }: { file: string; line?: number; column?: string }): string =>
  [file, line === undefined ? "" : `line ${line}`, column === undefined ? "" : `column "${column}"`]
    .filter((part) => part !== "")
    .join(", ");

/** A design that was read from a file names it; one made by a program has none. */
const inDesign = ({ file }: { file?: string }): string => (file === undefined ? "" : `${file}: `);

/** Refusals about samples, weights and estimates. */
export const estimationProblems = {
  "design-not-json": ({ file, reason }: { file: string; reason: string }) =>
    `${file} is not JSON: ${reason}. Check the place named for a missing comma, quote or bracket.`,
  design: ({ file, faults }: { file: string; faults: readonly string[] }) =>
    `${file} is not a design that can be estimated: ${faults.join("; ")}.`,
  "margin-target": ({
    file,
    margin,
    category,
    value,
  }: {
    file?: string;
    margin: string;
    category: string;
    value: string;
  }) =>
    `${inDesign({ file })}the target of "${category}" in the margin "${margin}" is ${value}; a finite number of residents, 0 or more, was expected.`,
  "margin-totals-differ": ({
    file,
    margin,
    total,
    other,
    otherTotal,
  }: {
    file?: string;
    margin: string;
    total: number;
    other: string;
    otherTotal: number;
  }) =>
    `${inDesign({ file })}the margin "${margin}" adds up to ${total} residents and "${other}" to ${otherTotal}; all margins must describe the same population (within one part in a million).`,
  "margin-cell-empty": ({
    file,
    margin,
    category,
    target,
  }: {
    file?: string;
    margin: string;
    category: string;
    target: number;
  }) =>
    `${inDesign({ file })}nobody in the sample is in "${category}" of the margin "${margin}", but its target is ${target} residents. Join it with a neighbouring category, in the responses and in the targets.`,
  "margin-target-zero": ({
    file,
    margin,
    category,
    n,
  }: {
    file?: string;
    margin: string;
    category: string;
    n: number;
  }) =>
    `${inDesign({ file })}the margin "${margin}" has a target of 0 for "${category}", but ${n} in the sample ${n === 1 ? "is" : "are"} in it. Give it its residents, or leave these rows out.`,
  "raking-not-converged": ({
    file,
    margin,
    category,
    passes,
    error,
  }: {
    file?: string;
    margin: string;
    category: string;
    passes: number;
    error: number;
  }) =>
    `${inDesign({ file })}after ${passes} raking passes the margins still contradict each other: the worst cell, "${category}" of "${margin}", is off by ${(100 * error).toPrecision(3)} %. Join categories or use fewer margins.`,
  "stratum-empty": ({ file, stratum }: { file?: string; stratum: string }) =>
    `${inDesign({ file })}the stratum "${stratum}" has a size but nobody in the sample is in it. Join it with another stratum, in the responses and in the sizes.`,
  "stratum-too-small": ({ file, stratum, value, n }: { file?: string; stratum: string; value: string; n: number }) =>
    `${inDesign({ file })}the stratum "${stratum}" is said to have ${value} residents, but ${n} respondents are in it; a size of at least ${n} was expected.`,
  "empty-sample": () =>
    "There is nobody in the sample: nothing can be estimated. At least one respondent was expected.",
  "no-rows": ({ file }: { file: string }) =>
    `${file} has no responses. A header row and at least one row below it were expected.`,
  "duplicate-column": ({ file, line, column }: { file: string; line: number; column: string }) =>
    `${at({ file, line })} names the column "${column}" twice. Every column needs a name of its own.`,
  "missing-column": ({ file, column, columns }: { file: string; column: string; columns: readonly string[] }) =>
    `${file} has no column "${column}", which the design names. Its columns are: ${columns.join(", ")}. Names are matched exactly, capitals and spaces included.`,
  "wrong-field-count": ({
    file,
    line,
    fields,
    expected,
  }: {
    file: string;
    line: number;
    fields: number;
    expected: number;
  }) =>
    `${at({ file, line })} has ${fields} ${fields === 1 ? "field" : "fields"} where the header has ${expected}. A comma inside an answer needs quotes around the answer.`,
  "open-quote": ({ file, line }: { file: string; line: number }) =>
    `${at({ file, line })} opens a quote that is never closed. A quote inside a quoted field is written twice.`,
  "stray-quote": ({ file, line }: { file: string; line: number }) =>
    `${at({ file, line })} has text after a closing quote. A comma or the end of the line was expected; a quote inside a quoted field is written twice.`,
  "not-utf8": ({ file, line, column }: Omit<Place, "value">) =>
    `${at({ file, line, column })} is not UTF-8 text. Save the file as UTF-8.`,
  "not-a-number": ({ file, line, column, value }: Place) =>
    `${at({ file, line, column })} is "${value}"; a plain decimal or scientific number was expected, such as 4, 0.25 or 2.5e-1. An empty field is a missing value.`,
  "weight-missing": ({ file, line, column }: Place) =>
    `${at({ file, line, column })} is empty; every row needs a base weight above 0.`,
  "weight-not-positive": ({ file, line, column, value }: Place) =>
    `${at({ file, line, column })} is ${value}; a base weight above 0 was expected. Leave rows out that stand for nobody.`,
  "unknown-category": ({ file, line, column, value, expected }: Place & { expected: readonly string[] }) =>
    `${at({ file, line, column })} is "${value}", which is no category of that margin. One of ${expected.map((name) => `"${name}"`).join(", ")} was expected, or an empty field where it is unknown.`,
  "stratum-missing": ({ file, line, column }: Place) =>
    `${at({ file, line, column })} is empty; every row needs its stratum.`,
  "unknown-stratum": ({ file, line, column, value, expected }: Place & { expected: readonly string[] }) =>
    `${at({ file, line, column })} is "${value}", a stratum whose size the design does not give. One of ${expected.map((name) => `"${name}"`).join(", ")} was expected.`,
  "out-of-range": ({ file, line, column, value, low, high }: Place & { low: number; high: number }) =>
    `${at({ file, line, column })} is ${value}; a number from ${low} to ${high} was expected.`,
  "margin-without-population": ({ margin }: { margin: string }) =>
    `The survey is weighted by "${margin}", but population.csv counts nobody in any of its categories. Add its residents per category, or take it out of the margins in survey.json.`,
  "stratum-without-size": ({
    wave,
    stream,
    stratum,
    strata,
  }: {
    wave: string;
    stream: string;
    stratum: string;
    strata: readonly string[];
  }) =>
    `Wave ${wave} (${stream}) has answers of the stratum "${stratum}", whose residents survey.json does not count; it has ${strata.map((name) => `"${name}"`).join(", ")}. Add the stratum with its number of residents, or remove "strata".`,
  "wave-without-instrument": ({ wave }: { wave: string }) =>
    `None of the instruments of wave ${wave} is known here, so its answers cannot be read. Apply the department's folder that has them.`,
  "plan-impossible": ({ name, value, expected }: { name: string; value: number; expected: string }) =>
    `No sample can be planned with a ${name} of ${value}; ${expected} was expected.`,
};
