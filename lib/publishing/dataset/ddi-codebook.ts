import { type Html, html, raw } from "../../html/html.ts";
import type { CodebookRow } from "../codebook.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";
import { xmlText } from "../xml-text.ts";
import type { About } from "./about.ts";
import { missingLabels } from "./codes.ts";
import { type Column, isNumeric } from "./column.ts";
import type { Labels } from "./data-package.ts";
import { tables } from "./tables.ts";

/** `ddi-codebook.xml` (DDI-Codebook 2.5): study, files and variables of `estimates.csv` and `yearly.csv`, with the wording of every question. */
export function ddiCodebook(
  about: About,
  sequence: number,
  {
    labels,
    codebook,
    rows,
    yearly,
    methods,
  }: {
    labels: Labels;
    codebook: readonly CodebookRow[];
    /** How many there are in each file. */
    rows: number;
    yearly: number;
    methods: readonly string[];
  },
): ReleaseFile {
  const { title, description, department, sponsor, keywords, population, from, to, licence, language, sampling } =
    about;
  const files = [
    { table: tables.estimates, rows },
    { table: tables.yearly, rows: yearly },
  ];
  const xml = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd" version="2.5" xml:lang="${language}">
<stdyDscr><citation><titlStmt><titl>${title}</titl><IDNo agency="department">${about.name}</IDNo>${about.doi !== undefined && html`<IDNo agency="DOI">${about.doi}</IDNo>`}</titlStmt><rspStmt><AuthEnty>${department}</AuthEnty></rspStmt><prodStmt><producer>${department}</producer><fundAg>${sponsor}</fundAg></prodStmt><distStmt><distrbtr>${department}</distrbtr></distStmt><verStmt><version>${sequence}</version></verStmt></citation>
<stdyInfo><subject>${keywords.map((keyword) => html`<keyword>${keyword}</keyword>`)}</subject><abstract>${description}</abstract><sumDscr>${from && html`<collDate event="start" date="${from}"/><collDate event="end" date="${to}"/>`}<anlyUnit>Published estimate; no row is about one person</anlyUnit><universe>${population}</universe><dataKind>Aggregate data</dataKind></sumDscr></stdyInfo>
<method><dataColl><timeMeth>Repeated cross-sections</timeMeth><sampProc>Invited people (stream invited) and users of an open link (stream open), never blended. ${sampling.map(({ stream, sentences }) => `${stream}: ${sentences.join(" ")}`).join(" ")}</sampProc><weight>${methods.join(", ")}</weight></dataColl></method>
<dataAccs><useStmt><restrctn>${licence}</restrctn><citReq>Cite the release that is named in manifest.json; CITATION.cff has the words.</citReq></useStmt></dataAccs></stdyDscr>
${files.map(({ table, rows }) => html`<fileDscr ID="${table.name}"><fileTxt><fileName>${table.name}.csv</fileName><dimensns><caseQnty>${rows}</caseQnty><varQnty>${table.columns.length}</varQnty></dimensns><fileType>CSV, UTF-8, one header row</fileType></fileTxt></fileDscr>`)}
<dataDscr>${files.map(({ table }) => table.columns.map((column) => variable(table.name, column, labels, codebook)))}</dataDscr>
</codeBook>
`;
  return textFile("ddi-codebook.xml", "application/xml", xmlText(String(xml)));
}

function variable(file: string, column: Column, labels: Labels, codebook: readonly CodebookRow[]): Html {
  const { name, label, description, empty } = column;
  const wording = (value: string) => codebook.find((row) => row.column === name && row.value === value)?.wording;
  const missing = (value: string) => name === "option" && value in missingLabels;
  const categories = (labels[name] ?? []).map(({ value, label: meaning }) => {
    const words = name === "measure" && wording(value);
    return html`<catgry${missing(value) && raw(' missing="Y"')}><catValu>${value}</catValu>${meaning !== undefined && html`<labl>${meaning}</labl>`}${words && html`<txt>${words}</txt>`}</catgry>`;
  });
  const format = isNumeric(column) ? "numeric" : "character";
  return html`
<var ID="${file === "estimates" ? name : `${file}_${name}`}" name="${name}" files="${file}" intrvl="${isNumeric(column) ? "contin" : "discrete"}"><labl>${label}</labl><txt>${empty === undefined ? description : `${description} Empty: ${empty}.`}</txt>${categories}<varFormat type="${format}"${column.type === "instant" && raw(' category="time"')}/></var>`;
}
