import { expect, test, vi } from "vitest";
import { schedule } from "../../lib/local/schedule.ts";

const job = { name: "tally", everyMinutes: 10 };

test("runs of a job never overlap, and each gets its own event time", async () => {
  let running = 0;
  let most = 0;
  const times: number[] = [];
  const runs = schedule(
    [job],
    async (_name, at) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      times.push(at);
      running--;
    },
    () => 0,
    () => undefined,
  );
  await Promise.all([runs.run("tally", 1), runs.run("tally", 2), runs.run("tally", 3)]);
  expect(times).toEqual([1, 2, 3]);
  expect(most).toBe(1);
});

test("a due run is left out while one goes on, and a failed one does not end the rest", async () => {
  vi.useFakeTimers();
  const outcomes: unknown[] = [];
  let calls = 0;
  let release = (): void => undefined;
  const runs = schedule(
    [job],
    () => {
      calls++;
      if (calls === 1) return Promise.reject(new Error("no"));
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    },
    () => 42,
    (outcome) => outcomes.push(outcome.event),
  );
  runs.begin(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  release();
  await vi.advanceTimersByTimeAsync(0);
  await runs.end();
  vi.useRealTimers();
  expect(outcomes).toEqual(["schedule-failed", "schedule-skipped", "schedule-done"]);
  await expect(runs.run("tally", 1)).rejects.toThrow("stopping");
});
