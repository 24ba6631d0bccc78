import { type Html, html } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import type { Department, Survey } from "../survey/department.ts";
import type { LinkMode } from "../survey/link.ts";
import { addresses } from "./addresses.ts";

/**
 * Where a survey's results are, in the language of the page where the department has it. A link; on a kiosk only text, because the pages
 * of results never clear themselves for the next person.
 */
export function resultsAddress(say: Strings, department: Department, survey: Survey, mode: LinkMode | undefined): Html {
  const address = addresses.results(department, survey.id, say.language);
  return mode === "kiosk" ? html`<bdi dir="ltr">${address}</bdi>` : html`<a href="${address}" dir="ltr">${address}</a>`;
}
