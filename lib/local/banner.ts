import { networkInterfaces } from "node:os";
import { renderUnicodeCompact } from "uqr";

export interface BannerFacts {
  /** Where the web server listens. */
  readonly url: string;
  /** Path of a survey that takes answers, if there is one. */
  readonly surveyPath: string | undefined;
  /** Path of the newest release's table, if there is a release. */
  readonly releasePath: string | undefined;
  readonly data: string;
  readonly seconds: number;
  readonly isLoopback: boolean;
  readonly inColour: boolean;
  /** Only on a terminal: in a file it is noise. */
  readonly withCode: boolean;
}

/** The address to print and to put into a QR code: for a server on all addresses, one that a phone in the same network can reach. */
export function reachableUrl(url: string): string {
  const { hostname, port } = new URL(url);
  if (hostname !== "0.0.0.0" && hostname !== "[::]") return url;
  const own = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === "IPv4");
  return `http://${own?.address ?? "127.0.0.1"}:${port}`;
}

/** What `npm start` says once everything runs: where to click, where the data lie, what to do next. */
export function banner(facts: BannerFacts): string {
  const { surveyPath, releasePath, data, seconds, isLoopback, inColour, withCode } = facts;
  const url = reachableUrl(facts.url);
  const bold = (text: string): string => (inColour ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string): string => (inColour ? `\u001b[2m${text}\u001b[22m` : text);
  const row = (name: string, value: string, note = ""): string =>
    `  ${name.padEnd(11)}${value}${note && dim(`  ${note}`)}`;
  const survey = surveyPath === undefined ? undefined : `${url}${surveyPath}`;
  const lines = [
    "",
    `${bold("Mutual Trust")} runs. ${dim(`Ready in ${seconds.toFixed(1)} s.`)}`,
    "",
    row("Home", `${url}/`, "start here"),
    ...(survey === undefined ? [] : [row("Survey", survey, "what a resident sees")]),
    row("Results", `${url}/results/`, "what everybody sees"),
    row(
      "Data",
      releasePath === undefined ? "after the first release" : `${url}${releasePath}`,
      "for spreadsheets; check it: npm run trust -- verify ADDRESS",
    ),
    row("Operator", "npm run trust -- --help", "waves, links, imports, releases; needs no password on this machine"),
    row("Interface", `${url}/api/v1/openapi.json`),
    row("Stored in", data),
    "",
  ];
  if (survey !== undefined && withCode) {
    // White on black whatever the terminal's colours are: cameras want dark squares on light ground.
    const code = renderUnicodeCompact(survey, { border: 2 }).split("\n");
    for (const line of code) lines.push(`  ${inColour ? `\u001b[97;40m${line}\u001b[39;49m` : line}`);
    lines.push(
      isLoopback
        ? dim("  Only this machine can open it; TRUST_HOST=0.0.0.0 npm start lets phones in your network do so.")
        : "",
    );
    lines.push("");
  }
  lines.push(
    `${bold("Next")}  answer the survey, then: npm run trust -- links`,
    dim("      Ctrl-C stops everything; nothing is lost."),
    "",
  );
  return lines.join("\n");
}

/** A server that others can reach says so: there is no encryption of its own. */
export const openWarning = (host: string): string =>
  `Warning: TRUST_HOST=${host} lets every machine of the network reach this server, without encryption. For more than a trial put a web server with TLS in front and set TRUST_OIDC_ISSUER.`;
