import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { banner, openWarning } from "../lib/local/banner.ts";
import { loadDemo } from "../lib/local/demo/demo.ts";
import { type Host, isLoopback, startHost } from "../lib/local/host.ts";
import type { HostLog } from "../lib/local/host-log.ts";
import { settingsFrom } from "../lib/local/settings.ts";
import { stopOnSignals } from "../lib/local/stop.ts";
import { isProblem } from "../lib/problems/problem.ts";

const help = `npm start [-- --no-demo]

Starts the whole system on this machine and loads a made-up department the first time.

  --no-demo    starts with an empty installation
  --help       this text

Environment:
  PORT         port of the web server (default 4000, the next free one if taken)
  TRUST_DATA   folder where everything is stored (default .trust)
  TRUST_HOST   address to listen on (default 127.0.0.1: only this machine)
  TRUST_OIDC_ISSUER, TRUST_OIDC_AUDIENCE
               who signs tokens for the management routes over the network
  TRUST_LOG    json: every outcome as a line on stderr, never an answer or an address
  NO_COLOR     no colours

Example: PORT=8080 TRUST_DATA=/srv/trust npm start -- --no-demo
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

// A terminal that is closed, or a reader that has gone, must not end a host in the middle of its work.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const failures = new Set(["function-failed", "function-crashed", "function-late", "schedule-failed"]);
const logTo =
  (verbose: boolean): HostLog =>
  (outcome) => {
    if (verbose) complain(JSON.stringify(outcome));
    else if (failures.has(String(outcome.event)) || String(outcome.line).includes('"outcome":"fault"')) {
      complain(
        Object.entries(outcome)
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
      );
    }
  };

/** A first load that was interrupted goes on at the next start. */
async function loadDemoOnce(host: Host, data: string, wanted: boolean): Promise<void> {
  const unfinished = join(data, "demo.unfinished");
  if (!(host.isNew && wanted) && !existsSync(unfinished)) return;
  writeFileSync(unfinished, "");
  const startedAt = performance.now();
  await loadDemo(host, (line) => say(`  ${line}`));
  rmSync(unfinished, { force: true });
  say(`Demo department loaded in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

const released = async (host: Host, path: string): Promise<string | undefined> =>
  (await host.request({ method: "HEAD", path })).status === 200 ? path : undefined;

async function main(flags: readonly string[]): Promise<void> {
  const unknown = flags.find((flag) => flag !== "--no-demo" && flag !== "--help");
  if (unknown !== undefined) {
    complain(`${unknown} is not known here.\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  if (flags.includes("--help")) return say(help);

  const settings = settingsFrom(process.env);
  const data = resolve(settings.data);
  const starting = startHost({ ...settings, data, schedules: false, log: logTo(settings.verbose) });
  const stopping = stopOnSignals(async () => (await starting).close(), complain);
  const host = await starting;
  const url = host.url!;
  const port = new URL(url).port;
  if (settings.port !== 0 && port !== String(settings.port)) say(`Port ${settings.port} is taken; using ${port}.`);
  if (!isLoopback(settings.host)) complain(openWarning(settings.host));
  void host.ended.then((error) => {
    if (error === undefined) return;
    complain(`The stores have stopped (${error.message}). Everything acknowledged is safe; start again.`);
    process.exit(1);
  });

  const readyAfter = process.uptime();
  if (host.isNew && !flags.includes("--no-demo"))
    say(`Listening on ${url}; a made-up department is being loaded the first time ...`);
  await loadDemoOnce(host, data, !flags.includes("--no-demo")).catch((error: unknown) => {
    if (!stopping.aborted)
      complain(`${(error as Error).message}\nThe demo goes on loading at the next start; everything else works.`);
  });
  if (stopping.aborted) return;
  // Not before: the demo tells its own time, and a job of today would tally its past waves half loaded.
  host.beginSchedules();
  const link = (await host.links())[0];
  say(
    banner({
      url,
      surveyPath: link && `/s/${link.id}`,
      releasePath: link && (await released(host, `/data/${link.department}/${link.survey}/latest/estimates.csv`)),
      data,
      seconds: readyAfter,
      isLoopback: isLoopback(settings.host),
      inColour: process.stdout.isTTY === true && !process.env.NO_COLOR,
      withCode: process.stdout.isTTY === true,
    }),
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  complain(isProblem(error) ? error.message : String((error as Error).stack ?? error));
  process.exit(1);
}
