import type { Benchmark } from "./benchmark.ts";
import { benchmark as codes } from "./codes.ts";
import { benchmark as estimate } from "./estimate.ts";
import { benchmark as firstPaint } from "./first-paint.ts";
import { benchmark as load } from "./load.ts";
import { benchmark as report } from "./report.ts";
import { benchmark as submissions } from "./submissions.ts";

/** In the order of the table. */
export const benchmarks: readonly Benchmark[] = [submissions, codes, load, firstPaint, estimate, report];
