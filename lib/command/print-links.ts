import { join, resolve } from "node:path";
import { renderSVG, renderUnicodeCompact } from "uqr";
import { Problem } from "../problems/problem.ts";
import type { Link } from "../survey/link.ts";
import type { Connection } from "./connection.ts";
import { writeText } from "./files.ts";
import type { ListedSurvey } from "./find-survey.ts";
import { linkSheet } from "./link-sheet.ts";
import type { Action } from "./verb.ts";

const thisMachine = "http://127.0.0.1:4000";

/** `trust links print`: QR codes in the terminal, as SVG files, or on a sheet. */
export const print: Action = async ({ args, options, terminal, connect }) => {
  const base = baseOf(options.base ?? terminal.environment.TRUST_URL ?? thisMachine);
  const connection = await connect();
  const links = await chosenLinks(connection, (args[0] as readonly string[] | undefined) ?? []);
  const printed = links.map((link) => ({ link, url: new URL(`/s/${link.id}`, base).href }));
  const dryRun = options.dryRun === true;
  const files: string[] = [];
  const write = async (file: string, text: string) => {
    files.push(file);
    if (!dryRun) await writeText(file, text, { replace: true });
  };
  if (options.svg !== undefined) {
    const folder = resolve(terminal.folder, String(options.svg));
    for (const { link, url } of printed)
      await write(join(folder, `${link.id}.svg`), `${renderSVG(url, { ecc: "M" })}\n`);
  }
  if (options.sheet !== undefined) {
    const { surveys } = await connection.call<{ surveys: readonly ListedSurvey[] }>("GET", "/api/v1/manage/surveys");
    await write(resolve(terminal.folder, String(options.sheet)), `${linkSheet(printed, surveys)}\n`);
  }
  const codes = printed.map(
    ({ link, url }) => `${renderUnicodeCompact(url)}\n${url}${link.place ? `  (${link.place})` : ""}`,
  );
  const wrote = files.map((file) => `${dryRun ? "Would write" : "Wrote"} ${file}`);
  return {
    data: { links: printed.map(({ link, url }) => ({ ...link, url })), files },
    text: (files.length > 0 ? wrote : codes).join(files.length > 0 ? "\n" : "\n\n"),
    warnings:
      base.href.startsWith("http://127.") || base.hostname === "localhost"
        ? [`These codes lead to ${base.host}, which no other device can reach. Give the public address with --base.`]
        : [],
  };
};

function baseOf(value: unknown): URL {
  const base = URL.parse(String(value));
  if (base === null || !["http:", "https:"].includes(base.protocol))
    throw new Problem("number-faulty", {
      option: "--base",
      value: String(value),
      expected: "an address such as https://survey.riverton.example",
    });
  return base;
}

async function chosenLinks(connection: Connection, ids: readonly string[]): Promise<readonly Link[]> {
  const { links } = await connection.call<{ links: readonly Link[] }>("GET", "/api/v1/manage/links");
  if (ids.length === 0) return links.filter(({ revoked }) => revoked === undefined);
  return ids.map((id) => {
    const link = links.find((one) => one.id === id);
    if (link === undefined) throw new Problem("unknown-link", { link: id });
    return link;
  });
}
