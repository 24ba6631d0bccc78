import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { eventLanguage } from "../../lib/http/event-language.ts";
import { pageAnswer } from "../../lib/http/page-answer.ts";
import { homePage, type SurveyOnHome } from "../../lib/pages/home-page.ts";
import { openRegistry } from "../../lib/stores/registry.ts";
import type { Department } from "../../lib/survey/department.ts";
import type { Link } from "../../lib/survey/link.ts";
import type { Needs } from "../needs.ts";
import { elsewhere } from "./elsewhere.ts";

/** `GET /`: who is this for, with each survey's link, results and files. Any other address: that nothing is there. */
export const home = ({ stores }: Pick<Needs, "stores">) => {
  const registry = openRegistry(stores.registry);
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    if (event.rawPath !== "/") return elsewhere(event);
    const now = event.requestContext.timeEpoch / 1000;
    const reader = registry.cached(now);
    const [departments, links] = await Promise.all([reader.departments(), reader.links()]);
    const surveys = await Promise.all(
      departments.map(async (department): Promise<SurveyOnHome[]> => {
        const records = await reader.surveys(department.id);
        return Promise.all(
          records.map(async ({ survey }) => ({
            department,
            survey,
            link: linkTo(department, survey.id, links, now),
            hasResults: (await reader.releases(department.id, survey.id)).length > 0,
          })),
        );
      }),
    );
    return pageAnswer(200, homePage(eventLanguage(event), surveys.flat()));
  };
};

/** A link that says nothing about a place: an answer from here must not count for a poster somewhere. */
function linkTo(department: Department, survey: string, links: readonly Link[], now: number): string | undefined {
  return links.find(
    (link) =>
      link.department === department.id &&
      link.survey === survey &&
      link.place === null &&
      link.mode === "web" &&
      (link.revoked === undefined || Date.parse(link.revoked) > now * 1000),
  )?.id;
}
