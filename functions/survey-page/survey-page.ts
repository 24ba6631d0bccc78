import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { eventLanguage } from "../../lib/http/event-language.ts";
import { pageAnswer } from "../../lib/http/page-answer.ts";
import { betweenPage, thanksPage, type VisitView } from "../../lib/pages/after-pages.ts";
import { isDense } from "../../lib/pages/answering-modes.ts";
import { offeredLanguages } from "../../lib/pages/survey-page.ts";
import { releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import { type Destination, followLink, followLinkAfresh } from "../../lib/stores/link-destination.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import { signPage } from "../../lib/survey/sign-page.ts";
import { openWave, phase } from "../../lib/survey/wave.ts";
import type { Needs } from "../needs.ts";
import { pageHmac } from "../page-hmac.ts";
import { keptBy, surveyAnswer } from "../survey-answer.ts";

/**
 * `GET /s/{link}`: the survey of the open wave, or when the next one opens. `GET /s/{link}/thanks`: the thank-you page.
 * @throws Problem `unknown-link`
 */
export const surveyPage = ({ stores, random }: Pick<Needs, "stores" | "random">) => {
  const registry = openRegistry(stores.registry);
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const typed = event.pathParameters?.link ?? "";
    const made = event.requestContext.timeEpoch;
    const now = made / 1000;
    let found = await followLink(registry, typed, now);
    if (event.rawPath.endsWith("/thanks"))
      return pageAnswer(
        200,
        thanksPage({ ...visitOf(event, found, now), resultsDue: resultsDue(found, now) }),
        keptBy(found.link),
      );

    let wave = openWave(found.waves, now);
    if (!wave) {
      found = await followLinkAfresh(registry, found.link.id, now);
      wave = openWave(found.waves, now);
    }
    if (!wave) {
      const releases = await registry.cached(now).releases(found.department.id, found.record.survey.id);
      return pageAnswer(200, betweenPage(visitOf(event, found, now), releases.length > 0), "no-store");
    }

    const { department, record, link } = found;
    const reader = registry.cached(now);
    const version = wave.instruments.at(-1) ?? record.instrument;
    const [instrument, keys] = await Promise.all([
      reader.instrument(department.id, version),
      reader.waveKeys(department.id, wave.wave),
    ]);
    if (!instrument || !keys) throw new Error("the open wave has no instrument or no keys");
    const language = eventLanguage(event, offeredLanguages(department, instrument));
    const submission = Buffer.from(random(16)).toString("hex");
    const subject = { submission, link: link.id, wave: wave.wave };
    const signed = signPage(record.survey, link, subject, made, pageHmac(keys), random);
    const notice = isDense(link.mode) && event.queryStringParameters?.stored ? "stored-next" : undefined;
    return surveyAnswer(200, found, { wave, instrument, version }, { language, submission, ...signed, notice });
  };
};

/** When the results of the wave that takes answers now are due; of a trial there are none. */
function resultsDue({ waves, record }: Destination, now: number): string | undefined {
  const taking = waves.find((wave) => ["open", "grace"].includes(phase(wave, now)));
  const calendar = releaseCalendar(waves, record.survey, new Set(), now * 1000);
  return calendar.find(({ wave }) => wave === taking?.wave)?.due;
}

function visitOf(event: APIGatewayProxyEventV2, found: Destination, now: number): VisitView {
  const { department, record, waves, link } = found;
  const receipt = record.survey.receipts ? event.queryStringParameters?.receipt : undefined;
  return {
    language: eventLanguage(event),
    department,
    survey: record.survey,
    waves,
    link: link.id,
    mode: link.mode,
    now,
    receipt,
  };
}
