import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { pageAnswer } from "../../lib/http/page-answer.ts";
import { chooseLanguage } from "../../lib/language/choose-language.ts";
import { addresses } from "../../lib/pages/addresses.ts";
import { isDense } from "../../lib/pages/answering-modes.ts";
import { statusPage } from "../../lib/pages/status-page.ts";
import { offeredLanguages, pageFields } from "../../lib/pages/survey-page.ts";
import { type Destination, followLink } from "../../lib/stores/link-destination.ts";
import type { Registry } from "../../lib/stores/registry.ts";
import { readAnswers } from "../../lib/survey/answers.ts";
import { type SignedPage, signPage } from "../../lib/survey/sign-page.ts";
import { openWave, phase, type Wave } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { pageHmac } from "../page-hmac.ts";
import { type Askable, type Drawn, surveyAnswer } from "../survey-answer.ts";
import { type Arrival, acceptSubmission, type Outcome } from "./accept-submission.ts";

type Result = APIGatewayProxyStructuredResultV2;

export interface FormNeeds extends Needs {
  readonly registry: Registry;
}

/** A form as it came. */
export interface FormArrival {
  readonly link: string;
  readonly form: URLSearchParams;
  /** `?lang=` of the form's address. */
  readonly language: string;
  /** Ms since 1970. */
  readonly now: number;
}

/** `POST /s/{link}`: stores the answers and leads on to the thank-you page; else the page again, or a page that says why not. */
export async function answerForm(needs: FormNeeds, came: FormArrival): Promise<Result> {
  const { form } = came;
  const wanted = form.get(pageFields.changeLanguage);
  if (wanted !== null) return changeLanguage(needs, came, wanted);
  const arrival: Arrival = {
    link: came.link,
    wave: form.get(pageFields.wave) ?? "",
    instrument: form.get(pageFields.instrument) ?? "",
    submission: form.get(pageFields.submission) ?? "",
    language: form.get(pageFields.language) ?? came.language,
    page: form.get(pageFields.token) ?? undefined,
    code: form.get(pageFields.code) ?? undefined,
    receipt: form.get(pageFields.receipt) ?? undefined,
    answers: form,
    from: "form",
    trapped: (form.get(pageFields.trap) ?? "") !== "",
    now: came.now,
  };
  if (!isSubmission(arrival.submission)) return newPage(needs, came, arrival.wave);
  const outcome = await acceptSubmission({ ...needs, answers: needs.stores.answers }, arrival);
  return answerOutcome(needs, came, arrival, outcome);
}

/** The thank-you page; a fresh form for who enters what others answer. */
const afterSending = ({ id, mode }: Destination["link"], language: string, receipt: string | undefined): string =>
  isDense(mode) ? addresses.next(id, language) : addresses.thanks(id, language, receipt);

const isSubmission = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

async function answerOutcome(needs: FormNeeds, came: FormArrival, arrival: Arrival, outcome: Outcome): Promise<Result> {
  const { found } = outcome;
  const { department, link } = found;
  const status = (status: number, on: boolean): Result => {
    // From the start page nothing leads back to a kiosk.
    const wayOn = on || link.mode === "kiosk" ? link.id : undefined;
    return pageAnswer(status, statusPage({ status, language: came.language, department, link: wayOn }), "no-store");
  };
  switch (outcome.kind) {
    case "stored":
    case "already":
      return {
        statusCode: 303,
        headers: { location: afterSending(link, arrival.language, outcome.receipt) },
        body: "",
      };
    case "refused":
      // Whoever mistyped a code keeps the answers; the page is the same for a spent code and for one that never was.
      return arrival.code?.trim()
        ? again(needs, came, found, outcome.asked, { status: 409, codeFault: "code-refused" })
        : status(409, true);
    case "closed":
      return outcome.closed.moves && outcome.closed.open
        ? moved(needs, came, found, outcome.closed.open)
        : status(410, outcome.closed.open !== undefined);
    case "outdated":
      return again(needs, came, found, await newest(needs, came.now, found, outcome.wave), {
        status: 422,
        notice: "survey-changed",
      });
    case "faulty": {
      const codeFault = outcome.fields.some(({ field }) => field === "code") ? "code-required" : undefined;
      const isBlank = outcome.fields.length === 0;
      const refused = outcome.fields.filter(({ field }) => field !== "code");
      return again(needs, came, found, outcome.asked, { status: 422, refused, codeFault, isBlank });
    }
  }
}

interface Changes extends Pick<Drawn, "given" | "refused" | "notice" | "codeFault" | "isBlank"> {
  readonly status: number;
  readonly language?: string;
  /** A submission of its own, for answers that go to another wave. */
  readonly submission?: string;
}

/** The page again, with everything that came still in it. */
async function again(
  needs: FormNeeds,
  { form, language, now }: FormArrival,
  found: Destination,
  asked: Askable,
  { status, ...changes }: Changes,
): Promise<Result> {
  const submission = changes.submission ?? form.get(pageFields.submission) ?? "";
  const token = changes.submission === undefined ? form.get(pageFields.token) : null;
  const signed = token
    ? { token, receipt: form.get(pageFields.receipt) ?? undefined }
    : await newlySigned(needs, asked.wave, found, submission, now);
  const offered = offeredLanguages(found.department, asked.instrument);
  const chosen = chooseLanguage(changes.language ?? language, undefined, offered);
  return surveyAnswer(status, found, asked, { given: form, ...changes, ...signed, submission, language: chosen });
}

/** The wave was over: the page of the one that is open, with the answers that fit and a submission of its own. */
async function moved(needs: FormNeeds, came: FormArrival, found: Destination, open: Wave): Promise<Result> {
  const asked = await newest(needs, came.now, found, open);
  const { refused } = readAnswers(asked.instrument, found.record.areas, came.form, "form");
  const given = new URLSearchParams(came.form);
  for (const { field } of refused) given.delete(field);
  const submission = newSubmission(needs);
  return again(needs, came, found, asked, { status: 409, notice: "wave-changed", submission, given });
}

/** The same page in another language, answers kept; in the wave it was made for while that takes answers. */
async function changeLanguage(needs: FormNeeds, came: FormArrival, language: string): Promise<Result> {
  const now = came.now / 1000;
  const found = await followLink(needs.registry, came.link, now);
  const wave = found.waves.find(({ wave }) => wave === came.form.get(pageFields.wave));
  const at = wave && phase(wave, now);
  if (!wave || (at !== "open" && at !== "grace")) return newPage(needs, { ...came, language }, wave?.wave ?? "");
  const version = came.form.get(pageFields.instrument) ?? "";
  const accepted = wave.instruments.includes(version);
  const asked = accepted
    ? await askable(needs, came.now, found, wave, version)
    : await newest(needs, came.now, found, wave);
  const submission = came.form.get(pageFields.submission) ?? "";
  const notice = accepted ? undefined : "survey-changed";
  const changes: Changes = {
    status: 200,
    language,
    notice,
    ...(isSubmission(submission) ? {} : { submission: newSubmission(needs) }),
  };
  return again(needs, came, found, asked, changes);
}

/** A page for a form that was not ours to begin with: what it held is kept, sent it is not. */
async function newPage(needs: FormNeeds, came: FormArrival, named: string): Promise<Result> {
  const now = came.now / 1000;
  const found = await followLink(needs.registry, came.link, now);
  const open =
    openWave(found.waves, now) ??
    openWave(await needs.registry.fresh.waves(found.department.id, found.record.survey.id), now);
  if (!open) {
    const view = { status: 410, language: came.language, department: found.department };
    return pageAnswer(410, statusPage(view), "no-store");
  }
  // A form that names no wave has not outlived one.
  if (named !== "" && open.wave !== named) return moved(needs, came, found, open);
  const submission = newSubmission(needs);
  return again(needs, came, found, await newest(needs, came.now, found, open), {
    status: 422,
    notice: "survey-changed",
    submission,
  });
}

const newSubmission = ({ random }: FormNeeds): string => Buffer.from(random(16)).toString("hex");

/** What a page made now carries signed. */
async function newlySigned(
  { registry, random }: FormNeeds,
  { department, wave }: Wave,
  { link, record }: Destination,
  submission: string,
  now: number,
): Promise<SignedPage> {
  const keys =
    (await registry.cached(now / 1000).waveKeys(department, wave)) ?? (await registry.fresh.waveKeys(department, wave));
  if (!keys) throw new Error("an open wave has no keys");
  return signPage(record.survey, link, { submission, link: link.id, wave }, now, pageHmac(keys), random);
}

const newest = (needs: FormNeeds, now: number, found: Destination, wave: Wave): Promise<Askable> =>
  askable(needs, now, found, wave, wave.instruments.at(-1) ?? found.record.instrument);

async function askable(
  { registry }: FormNeeds,
  now: number,
  { department }: Destination,
  wave: Wave,
  version: string,
): Promise<Askable> {
  const instrument =
    (await registry.cached(now / 1000).instrument(department.id, version)) ??
    (await registry.fresh.instrument(department.id, version));
  if (!instrument) throw new Error("a wave names an instrument that is not there");
  return { wave, instrument, version };
}
