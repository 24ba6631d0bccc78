/** Within so long of the first, a second signal is the same one: a terminal sends Ctrl-C to us and to a parent that passes it on. */
const sameSignalMilliseconds = 500;

/**
 * Stops once on Ctrl-C, SIGTERM, SIGHUP, or when the process that started this one is gone; a later second signal stops at
 * once. Ends the process with 0 when everything was put away, otherwise with 1.
 * @returns aborted from the first signal on
 */
export function stopOnSignals(stop: () => Promise<void>, complain: (line: string) => void): AbortSignal {
  const stopping = new AbortController();
  let firstAt = 0;
  const end = async (): Promise<void> => {
    if (stopping.signal.aborted) {
      if (performance.now() - firstAt < sameSignalMilliseconds) return;
      complain("Stopped at once. Everything acknowledged is stored.");
      process.exit(1);
    }
    firstAt = performance.now();
    stopping.abort();
    complain("Stopping ... (again: at once)");
    await stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());
  if (process.channel) {
    process.on("disconnect", () => !stopping.signal.aborted && void end());
    process.channel.unref();
  }
  return stopping.signal;
}
