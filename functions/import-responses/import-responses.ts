import { createHash, createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { jsonBody } from "../../lib/http/json-body.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import { openRegistry, type Registry } from "../../lib/stores/registry.ts";
import { parseAnswers } from "../../lib/survey/answers.ts";
import { encodeAnswers, responseDigest } from "../../lib/survey/canonical-answers.ts";
import type { Area, Department, Survey } from "../../lib/survey/department.ts";
import { formatDesignClass } from "../../lib/survey/design-class.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { normalizeCode } from "../../lib/survey/letter-code.ts";
import type { Response } from "../../lib/survey/response.ts";
import { phase, type Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { parseRows, type Row } from "./rows.ts";

/** What became of a row. `valid`: it would be stored; nothing was (`?dryRun=true`). */
export interface RowOutcome {
  readonly line: number;
  readonly outcome: "stored" | "already" | "valid" | "refused";
  readonly reason?: string;
  /** Of a refusal: the item or other field it is about, where it is about one. */
  readonly field?: string;
}

/** Everything about the wave that its rows are read with. */
interface Into {
  readonly wave: Wave;
  readonly department: Department;
  readonly survey: Survey;
  readonly areas: readonly Area[];
  readonly instrument: Instrument;
  readonly hash: string;
  readonly importKey: string;
  readonly pepper: string | undefined;
}

/**
 * `POST /api/v1/import/{department}/{wave}` with `{ rows }`: stores each row once, through the same reading of answers as the
 * web. Answers 200 with the outcome of every row, in their order.
 * @throws Problem `unknown-wave`, `import-not-yet`, `imports-closed`, `wave-cancelled`, `wave-sealed`, `import-faulty`
 */
export const importResponses =
  ({ stores, log }: Pick<Needs, "stores" | "log">) =>
  async (event: APIGatewayProxyEventV2): Promise<{ statusCode: number; body: string }> => {
    const { department = "", wave = "" } = event.pathParameters ?? {};
    const given = parseRows(jsonBody(event));
    const into = await openImport(
      openRegistry(stores.registry),
      department,
      wave,
      event.requestContext.timeEpoch / 1000,
    );
    const dryRun = event.queryStringParameters?.dryRun === "true";

    const outcomes = new Array<RowOutcome>(given.length);
    const repeated: [number, Row][] = [];
    const identities = new Set<string>();
    const first: Promise<void>[] = [];
    const put = async (at: number, row: Row) => {
      outcomes[at] = { line: row.line, ...(await storeRow(stores.answers, into, row, dryRun)) };
    };
    for (const [at, one] of given.entries()) {
      if ("fault" in one) outcomes[at] = { line: one.line, outcome: "refused", reason: one.fault, field: one.field };
      else if (identities.has(one.row.identity)) repeated.push([at, one.row]);
      else {
        identities.add(one.row.identity);
        first.push(put(at, one.row));
      }
    }
    await Promise.all(first);
    // The earlier of two rows with one id is the one that stands.
    for (const [at, row] of repeated) await put(at, row);

    const count = (outcome: RowOutcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
    const counts = { stored: count("stored"), already: count("already"), refused: count("refused") };
    log({ outcome: "imported", department, wave, rows: given.length, ...counts });
    return { statusCode: 200, body: JSON.stringify({ rows: outcomes }) };
  };

async function openImport(registry: Registry, departmentId: string, waveId: string, now: number): Promise<Into> {
  const { fresh } = registry;
  const wave = await fresh.wave(departmentId, waveId);
  if (wave === undefined) throw new Problem("unknown-wave", { wave: `${departmentId}/${waveId}` });
  const at = phase(wave, now);
  if (at === "planned") throw new Problem("import-not-yet", { wave: waveId, opens: wave.opens });
  if (at === "cancelled") throw new Problem("wave-cancelled", { wave: waveId });
  if (at === "sealed") throw new Problem("wave-sealed", { wave: waveId });
  const keys = await fresh.waveKeys(departmentId, waveId);
  if (wave.importsClosed !== undefined || keys?.import === undefined)
    throw new Problem("imports-closed", { wave: waveId, since: wave.importsClosed ?? "" });
  const hash = wave.instruments.at(-1)!;
  const [department, record, instrument] = await Promise.all([
    fresh.department(departmentId),
    fresh.survey(departmentId, wave.survey),
    fresh.instrument(departmentId, hash),
  ]);
  if (department === undefined || record === undefined || instrument === undefined)
    throw new Problem("unknown-survey", { department: departmentId, survey: wave.survey });
  const { survey, areas } = record;
  return { wave, department, survey, areas, instrument, hash, importKey: keys.import, pepper: keys.pepper };
}

async function storeRow(
  answers: AnswerStore,
  into: Into,
  row: Row,
  dryRun: boolean,
): Promise<Omit<RowOutcome, "line">> {
  try {
    const invitation = row.code === undefined ? undefined : await invitationOf(answers, into, row);
    const response = responseOf(into, row, invitation?.designClass);
    if (dryRun) return { outcome: "valid" };
    const outcome = invitation
      ? await answers.addInvited(into.wave, response, invitation.hash)
      : await answers.add(into.wave, response);
    if (outcome !== "refused") return { outcome };
    return {
      outcome,
      reason:
        invitation === undefined
          ? "a row with the same id and other answers is there already"
          : "this code was used already, or a row with the same id and other answers is there",
    };
  } catch (error) {
    if (isProblem(error, "answers-refused"))
      return { outcome: "refused", reason: error.message, field: error.detail.fields[0]!.field };
    if (isProblem(error, "row-refused"))
      return { outcome: "refused", reason: error.message, field: error.detail.field };
    throw error;
  }
}

async function invitationOf(answers: AnswerStore, { wave, pepper }: Into, { code = "", stream }: Row) {
  if (stream !== "invited") throw rowRefused("code", "a row with a code is of the stream invited");
  if (pepper === undefined) throw rowRefused("code", "no invitations are loaded for this wave");
  const normal = normalizeCode(code);
  if (normal === undefined) throw rowRefused("code", "it cannot be a letter code: ten letters and digits");
  const hash = createHmac("sha256", Buffer.from(pepper, "hex")).update(normal).digest("hex");
  const known = await answers.invitation(wave, hash);
  if (known === undefined) throw rowRefused("code", "there is no such code in this wave");
  return { hash, designClass: known.designClass };
}

function responseOf(into: Into, row: Row, invitedAs: string | undefined): Response {
  const { department, survey, instrument, hash, areas, importKey, wave } = into;
  const language = row.language ?? department.languages[0]!;
  if (!instrument.languages.includes(language))
    throw rowRefused("language", `"${language}" is none of ${instrument.languages.join(", ")}`);
  const answers = encodeAnswers(instrument, parseAnswers(instrument, areas, row.answers, "import"));
  const submission = createHmac("sha256", Buffer.from(importKey, "hex"))
    .update(row.identity)
    .digest("hex")
    .slice(0, 32);
  const head = { submission, instrument: hash, answers, language };
  return {
    ...head,
    stream: row.stream,
    place: null,
    mode: row.mode,
    designClass: invitedAs ?? designClassOf(survey, row),
    flags: [],
    digest: responseDigest(head, (text) => createHash("sha256").update(text).digest("hex")),
    expires: wave.expires,
  };
}

function designClassOf(survey: Survey, { stratum = "", weight = 1 }: Row): string {
  if (survey.strata !== undefined && !Object.hasOwn(survey.strata, stratum))
    throw rowRefused("stratum", `"${stratum}" is none of ${Object.keys(survey.strata).join(", ")}`);
  if (survey.strata === undefined && stratum !== "" && !/^[a-z0-9][a-z0-9._-]{0,39}$/.test(stratum))
    throw rowRefused("stratum", `"${stratum}" is no id: small letters, digits, ".", "_" and "-", at most 40`);
  return formatDesignClass({ stratum, weight });
}

const rowRefused = (field: string, reason: string) => new Problem("row-refused", { field, reason });
