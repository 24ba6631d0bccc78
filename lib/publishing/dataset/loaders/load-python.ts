import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type Column, isNumeric } from "../column.ts";
import { tables } from "../tables.ts";
import { type LoaderInput, loadedTables } from "./loader-input.ts";

/** `load.py`: pandas; labels in `DataFrame.attrs`. */
export function loadPython({ title, labels }: LoaderInput): ReleaseFile {
  const of = (keep: (column: Column) => boolean) =>
    Object.fromEntries(
      loadedTables.map((name) => {
        const columns: readonly Column[] = tables[name].columns;
        return [name, columns.filter(keep).map((column) => column.name)];
      }),
    );
  const variableLabels = Object.fromEntries(
    loadedTables.map((name) => {
      const columns: readonly Column[] = tables[name].columns;
      return [name, Object.fromEntries(columns.map((column) => [column.name, column.label]))];
    }),
  );
  const valueLabels = Object.fromEntries(
    Object.entries(labels).map(([column, values]) => [
      column,
      Object.fromEntries(values.map(({ value, label = value }) => [value, label])),
    ]),
  );
  // A list or dictionary of texts is written the same in JSON and in Python.
  const literal = (value: unknown): string => JSON.stringify(value, null, 4);
  return textFile(
    "load.py",
    "text/plain; charset=utf-8",
    `# ${title.replace(/[\r\n]+/g, " ")}
"""Loads this release with pandas:

    from load import load_release
    estimates = load_release()["estimates"]

A number that is not shown is NaN; an empty text is a value of its own (see suppressed and option). Labels of columns and of codes
are in estimates.attrs["labels"] and estimates.attrs["value_labels"].
"""
from pathlib import Path

import pandas as pd

NUMBERS = ${literal(of(isNumeric))}
INSTANTS = ${literal(of(({ type }) => type === "instant"))}
LABELS = ${literal(variableLabels)}
VALUE_LABELS = ${literal(valueLabels)}
ORDERED = ["wave", "option"]


def load_release(folder=None):
    """The tables of the release by name: estimates, representation, quality, yearly and codebook."""
    folder = Path(folder) if folder else Path(__file__).resolve().parent
    tables = {}
    for name in LABELS:
        table = _texts(folder / f"{name}.csv")
        for column in NUMBERS[name]:
            table[column] = pd.to_numeric(table[column].mask(table[column] == ""))
        for column in INSTANTS[name]:
            table[column] = table[column].map({text: pd.Timestamp(text) for text in table[column].unique()})
        if name == "estimates":
            for column, values in VALUE_LABELS.items():
                known = list(dict.fromkeys(["", *values]))
                table[column] = pd.Categorical(table[column], categories=known, ordered=column in ORDERED)
            table.attrs["value_labels"] = VALUE_LABELS
        table.attrs["labels"] = LABELS[name]
        tables[name] = table
    tables["codebook"] = _texts(folder / "codebook.csv")
    return tables


def _texts(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
`,
  );
}
