import { type MessagePort, workerData } from "node:worker_threads";

/** Rows to be counted: those of an open file from a byte on. */
export interface CountingTask {
  readonly file: number;
  readonly name: string;
  readonly designText: string;
  /** The first line of the file. */
  readonly header: Uint8Array;
  readonly from: number;
  /** Changes with each step: a sign of life. */
  readonly progress: Int32Array;
  /** Takes the rows, or undefined where they are of no use. */
  readonly port: MessagePort;
}

const { file, name, designText, header, from, progress, port } = workerData as CountingTask;
const step = (): void => {
  Atomics.add(progress, 0, 1);
  Atomics.notify(progress, 0);
};

try {
  const [{ countRows }, { parseDesign }, { readPieces }] = await Promise.all([
    import("../estimation/design/read-cells.ts"),
    import("../estimation/design/parse-design.ts"),
    import("./read-pieces.ts"),
  ]);
  const pieces = function* () {
    yield header;
    for (const piece of readPieces(file, name, from)) {
      step();
      yield piece;
    }
  };
  const rows = countRows(name, pieces(), parseDesign(name, designText));
  const { packed, whole } = rows?.sums ?? {};
  const texts = rows?.texts.map(({ codes }) => codes.buffer) ?? [];
  const memory = [packed?.buffer, whole?.buffer, rows?.weights?.buffer, ...texts];
  port.postMessage(
    rows,
    memory.filter((one) => one !== undefined),
  );
} catch {
  // A fault of the file: the reader of the whole file meets it, and knows its line.
  port.postMessage(undefined);
}
step();
