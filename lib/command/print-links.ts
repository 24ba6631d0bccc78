import { join, resolve } from "node:path";
import { renderSVG, renderUnicodeCompact } from "uqr";
import { Problem } from "../problems/problem.ts";
import type { Link } from "../survey/link.ts";
import type { Connection } from "./connection.ts";
import { writeText } from "./files.ts";
import type { ListedSurvey } from "./find-survey.ts";
import { linkSheet, type SheetView } from "./link-sheet.ts";
import { readPublicAddress } from "./public-address.ts";
import { qrPng, quietModules } from "./qr-png.ts";
import type { Action } from "./verb.ts";

const thisMachine = "http://127.0.0.1:4000";

const sizes: Readonly<Record<string, SheetView["size"]>> = { a4: "A4", letter: "letter" };

/** `trust links print`: QR codes in the terminal, as SVG or PNG files, or on a sheet. */
export const print: Action = async ({ args, options, terminal, connect }) => {
  const size = sizeOf(String(options.size));
  const base = readPublicAddress(String(options.base ?? terminal.environment.TRUST_URL ?? thisMachine));
  const connection = await connect();
  const links = await chosenLinks(connection, (args[0] as readonly string[] | undefined) ?? []);
  const printed = links.map((link) => ({ link, url: new URL(`/s/${link.id}`, base).href }));
  const dryRun = options.dryRun === true;
  const files: string[] = [];
  const write = async (file: string, content: string | Uint8Array) => {
    files.push(file);
    if (!dryRun) await writeText(file, content, { replace: true });
  };
  if (options.svg !== undefined) {
    const folder = resolve(terminal.folder, String(options.svg));
    for (const { link, url } of printed)
      await write(join(folder, `${link.id}.svg`), `${renderSVG(url, { ecc: "M", border: quietModules })}\n`);
  }
  if (options.png !== undefined) {
    const folder = resolve(terminal.folder, String(options.png));
    for (const { link, url } of printed) await write(join(folder, `${link.id}.png`), qrPng(url));
  }
  if (options.sheet !== undefined) {
    const { surveys } = await connection.call<{ surveys: readonly ListedSurvey[] }>("GET", "/api/v1/manage/surveys");
    const language = options.language === undefined ? undefined : String(options.language);
    const spoken = new Set(surveys.flatMap(({ title }) => Object.keys(title)));
    if (language !== undefined && !spoken.has(language))
      throw faulty("--language", language, `one of ${[...spoken].join(", ")}`);
    await write(
      resolve(terminal.folder, String(options.sheet)),
      `${linkSheet({ printed, surveys, size, language })}\n`,
    );
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

const faulty = (option: string, value: string, expected: string): Problem =>
  new Problem("number-faulty", { option, value, expected });

function sizeOf(value: string): SheetView["size"] {
  const size = sizes[value.toLowerCase()];
  if (size === undefined) throw faulty("--size", value, "a4 or letter");
  return size;
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
