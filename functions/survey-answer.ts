import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { pageAnswer } from "../lib/http/page-answer.ts";
import { type SurveyPageView, surveyPage } from "../lib/pages/survey-page.ts";
import type { Destination } from "../lib/stores/link-destination.ts";
import type { Instrument } from "../lib/survey/instrument.ts";
import type { Link } from "../lib/survey/link.ts";
import type { Wave } from "../lib/survey/wave.ts";

/** An instrument and the wave that accepts it: what a page can be made of. */
export interface Askable {
  readonly wave: Wave;
  readonly instrument: Instrument;
  /** Hash of the instrument. */
  readonly version: string;
}

/** What differs from page to page. */
export interface Drawn
  extends Pick<SurveyPageView, "language" | "submission" | "token" | "receipt" | "notice" | "codeFault" | "isBlank">,
    Partial<Pick<SurveyPageView, "given" | "refused">> {}

/** The survey of a link as an answer; a device that many people use keeps nothing of it. */
export function surveyAnswer(
  status: number,
  { department, record, link }: Destination,
  asked: Askable,
  drawn: Drawn,
): APIGatewayProxyStructuredResultV2 {
  const page = surveyPage({
    given: new URLSearchParams(),
    refused: [],
    ...drawn,
    ...asked,
    department,
    survey: record.survey,
    areas: record.areas,
    link: link.id,
    mode: link.mode,
  });
  return pageAnswer(status, page, keptBy(link));
}

/** How a browser may keep the pages of a link. */
export const keptBy = ({ mode }: Pick<Link, "mode">) => (mode === "web" ? "private, max-age=0" : "no-store");
