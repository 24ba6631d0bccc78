import { createHash, createHmac } from "node:crypto";
import { isDense } from "../../lib/pages/answering-modes.ts";
import type { RefusedField } from "../../lib/problems/survey.ts";
import type { AddOutcome, AnswerStore } from "../../lib/stores/answer-store.ts";
import { type Destination, followLink, followLinkAfresh } from "../../lib/stores/link-destination.ts";
import type { Registry, WaveKeys } from "../../lib/stores/registry.ts";
import { type Acceptance, accepting } from "../../lib/survey/accepting.ts";
import { readAnswers } from "../../lib/survey/answers.ts";
import { encodeAnswers, responseDigest } from "../../lib/survey/canonical-answers.ts";
import { plainClass } from "../../lib/survey/design-class.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { codeIsNeeded, normalizeCode } from "../../lib/survey/letter-code.ts";
import { storedPlace } from "../../lib/survey/link.ts";
import { checkPageToken } from "../../lib/survey/page-token.ts";
import { givesReceipt } from "../../lib/survey/receipt.ts";
import type { Answers, Response } from "../../lib/survey/response.ts";
import type { Submission } from "../../lib/survey/submission.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { pageHmac } from "../page-hmac.ts";
import type { Askable } from "../survey-answer.ts";
import { keepReceipt } from "./keep-receipt.ts";

/** What came, as a form or as JSON. */
export interface Arrival extends Omit<Submission, "answers"> {
  /** A form's fields, or an object by item id. */
  readonly answers: unknown;
  readonly from: "form" | "json";
  /** Whether the field that nobody sees was filled in. */
  readonly trapped: boolean;
  /** Ms since 1970. */
  readonly now: number;
}

export type Outcome = { readonly found: Destination } & (
  | { readonly kind: AddOutcome; readonly asked: Askable; readonly receipt: string | undefined }
  /** The wave takes no answers now. */
  | { readonly kind: "closed"; readonly closed: Extract<Acceptance, { verdict: "closed" }> }
  /** The wave does not take answers to this instrument. */
  | { readonly kind: "outdated"; readonly wave: Wave }
  /** Without fields: who enters what others answer has sent a form without an answer, by a stray key. */
  | { readonly kind: "faulty"; readonly asked: Askable; readonly fields: readonly RefusedField[] }
);

interface AcceptanceNeeds extends Pick<Needs, "log"> {
  readonly registry: Registry;
  readonly answers: AnswerStore;
}

/** A person needs at least so long for a question; whoever was faster is flagged, never refused. */
const leastMillisecondsPerAnswer = 1000;

/**
 * Takes one resident's answers: what a form and a JSON body have in common. No refusal rests on the cache.
 * @throws Problem `unknown-link`, `store-unavailable`
 */
export async function acceptSubmission(needs: AcceptanceNeeds, arrival: Arrival): Promise<Outcome> {
  const { registry } = needs;
  const now = arrival.now / 1000;
  let found = await followLink(registry, arrival.link, now);
  const department = found.department.id;
  const reader = registry.cached(now);
  // What the cache has not heard of may have been made a moment ago.
  const keys =
    (await reader.waveKeys(department, arrival.wave)) ?? (await registry.fresh.waveKeys(department, arrival.wave));
  const made = madeAt(arrival, found, keys);
  const attempt = { wave: arrival.wave, now: arrival.now, made, code: isFilled(arrival.code) };
  let acceptance = accepting(found.waves, attempt);
  let isFresh = false;
  const lookAgain = async (): Promise<void> => {
    found = await followLinkAfresh(registry, found.link.id, now);
    isFresh = true;
  };
  if (acceptance.verdict === "closed" || !acceptance.wave.instruments.includes(arrival.instrument)) {
    await lookAgain();
    acceptance = accepting(found.waves, attempt);
  }
  if (acceptance.verdict === "closed") return { kind: "closed", found, closed: acceptance };
  const { wave } = acceptance;
  const version = arrival.instrument;
  if (!wave.instruments.includes(version)) return { kind: "outdated", found, wave };
  const instrument =
    (await reader.instrument(department, version)) ?? (await registry.fresh.instrument(department, version));
  if (!instrument || !keys) throw new Error("an open wave has no instrument or no keys");

  const asked = { wave, instrument, version };
  let { answers, fields } = readArrival(arrival, found, instrument);
  if (fields.length > 0 && !isFresh) {
    await lookAgain();
    ({ answers, fields } = readArrival(arrival, found, instrument));
  }
  const isStray = arrival.from === "form" && isDense(found.link.mode) && givenIn(answers) === 0;
  if (fields.length > 0 || isStray) return { kind: "faulty", found, asked, fields };
  const response = responseOf(arrival, found, asked, {
    answers,
    // A clerk copies what somebody took their time for.
    fast: made !== undefined && found.link.mode !== "paper" && isFast(answers, arrival.now - made),
    place: found.link.place === null ? null : storedPlace(found.link, await reader.links()),
  });
  const kind = await addOnce(needs, wave, response, arrival.code, keys);
  const subject = { submission: arrival.submission, link: found.link.id, wave: wave.wave };
  const wantsReceipt = kind !== "refused" && givesReceipt(found.record.survey, found.link);
  const receipt = wantsReceipt ? await keepReceipt(needs, wave, subject, keys, arrival.receipt ?? "") : undefined;
  return { kind, found, asked, receipt };
}

const isFilled = (code: string | undefined): code is string => code !== undefined && code.trim() !== "";

function madeAt({ page, submission, wave }: Arrival, { link }: Destination, keys: WaveKeys | undefined) {
  if (page === undefined || keys === undefined) return undefined;
  return checkPageToken(page, { submission, link: link.id, wave }, pageHmac(keys));
}

function readArrival(
  arrival: Arrival,
  found: Destination,
  instrument: Instrument,
): { answers: Answers; fields: readonly RefusedField[] } {
  const { answers, refused } = readAnswers(instrument, found.record.areas, arrival.answers, arrival.from);
  return { answers, fields: [...frameFaults(arrival, found, instrument), ...refused] };
}

function frameFaults({ language, code }: Arrival, { record }: Destination, instrument: Instrument): RefusedField[] {
  const faults: RefusedField[] = [];
  if (!instrument.languages.includes(language))
    faults.push({ field: "language", code: "not-an-option", reason: `expected ${instrument.languages.join(" or ")}` });
  if (codeIsNeeded(record.survey) && !isFilled(code))
    faults.push({ field: "code", code: "required", reason: "this survey is for people who got a letter" });
  return faults;
}

/** Judged by what was really answered: leaving most of it blank takes no time. */
const isFast = (answers: Answers, milliseconds: number): boolean =>
  milliseconds < givenIn(answers) * leastMillisecondsPerAnswer;

/** How many questions were answered, “don't know” and “prefer not to answer” among the answers. */
function givenIn(answers: Answers): number {
  return Object.values(answers).filter(
    (answer) =>
      typeof answer !== "object" || !("missing" in answer) || answer.missing === "dk" || answer.missing === "ref",
  ).length;
}

function responseOf(
  { submission, language, trapped, code }: Arrival,
  { link }: Destination,
  { wave, instrument, version }: Askable,
  { answers, fast, place }: { answers: Answers; fast: boolean; place: string | null },
): Response {
  const head = { submission, instrument: version, answers: encodeAnswers(instrument, answers), language };
  return {
    ...head,
    stream: isFilled(code) ? "invited" : "open",
    place,
    mode: link.mode,
    designClass: plainClass,
    flags: [...(fast ? ["fast"] : []), ...(trapped ? ["trap"] : [])],
    digest: responseDigest(head, (text) => createHash("sha256").update(text).digest("hex")),
    expires: wave.expires,
  };
}

/** Stores it; a code that is refused is asked for again where the wave got its ledger a moment ago. */
async function addOnce(
  { answers, registry }: AcceptanceNeeds,
  wave: Wave,
  response: Response,
  typed: string | undefined,
  keys: WaveKeys,
): Promise<AddOutcome> {
  const outcome = await add(answers, wave, response, typed, keys);
  if (outcome !== "refused" || !isFilled(typed)) return outcome;
  const fresh = await registry.fresh.waveKeys(wave.department, wave.wave);
  return fresh === undefined || fresh.pepper === keys.pepper ? outcome : add(answers, wave, response, typed, fresh);
}

/**
 * Stores it. A code that does not exist costs the same calls as one that is spent, so that nobody learns from the time it takes
 * whether somebody else has answered.
 */
async function add(store: AnswerStore, wave: Wave, response: Response, typed: string | undefined, keys: WaveKeys) {
  if (!isFilled(typed)) return store.add(wave, response);
  const code = normalizeCode(typed) ?? typed.slice(0, 100);
  const pepper = Buffer.from(keys.pepper ?? keys.page, "hex");
  const hash = createHmac("sha256", pepper).update(code).digest("hex");
  const invitation = await store.invitation(wave, hash);
  return store.addInvited(wave, { ...response, designClass: invitation?.designClass ?? plainClass }, hash);
}
