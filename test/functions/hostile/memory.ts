import { existsSync, readFileSync } from "node:fs";
import type { Inspector } from "./inspector.ts";
import { type ThreadHeap, threadHeaps } from "./thread-heaps.ts";

/** In a short run the process is still making what it makes once; how much the system gave it says nothing then. */
export const isLong = (runs: number): boolean => runs >= 50_000;

/** How often a run stops to read: after the first part, which is for what is made once and kept, and at the end. */
export const partsOf = (runs: number): number => (isLong(runs) ? 5 : 2);

/** What a process holds once everything that can go has gone. Megabytes. */
export interface Memory {
  readonly threads: readonly ThreadHeap[];
  /** All that the machine has given it; 0 where the machine does not tell. */
  readonly resident: number;
  /** The most that it ever had: between two collections threads let garbage pile up, each as far as its limit lets it. */
  readonly peak: number;
}

/** Megabytes. */
export interface Growth {
  readonly used: number;
  readonly resident: number;
}

/** @param open the way to its inspector, closed again */
export async function memoryOf(pid: number, open: () => Inspector | Promise<Inspector>): Promise<Memory> {
  const inspector = await open();
  const threads = await threadHeaps(inspector);
  inspector.close();
  if (threads.length < 2) throw new Error("the inspector tells of no thread beside the main one");
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) / 1e3;
  return { threads, resident: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** By how much it has grown, in the threads that were there before: a job's thread comes and goes. */
export function growthOf(early: Memory, late: Memory): Growth {
  const before = new Map(early.threads.map(({ thread, used }) => [thread, used]));
  const grown = late.threads.map(({ thread, used }) => used - (before.get(thread) ?? used));
  return { used: grown.reduce((sum, one) => sum + one, 0), resident: late.resident - early.resident };
}

/** Its course in words, for whoever runs a long form. */
export function courseOf(course: readonly Memory[]): string {
  const list = (of: (memory: Memory) => number): string => course.map((memory) => of(memory).toFixed(0)).join(", ");
  const used = list(({ threads }) => threads.reduce((sum, thread) => sum + thread.used, 0));
  return `MB in use ${used}; resident ${list(({ resident }) => resident)}; peak ${list(({ peak }) => peak)}`;
}
