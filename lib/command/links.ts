import type { Link } from "../survey/link.ts";
import { findSurvey } from "./find-survey.ts";
import { readWhole } from "./number.ts";
import type { Action } from "./verb.ts";

/** `trust links` */
export const list: Action = async ({ connect }) => {
  const connection = await connect();
  const { links } = await connection.call<{ links: readonly Link[] }>("GET", "/api/v1/manage/links");
  const lines = links.map(
    ({ id, department, survey, place, mode, revoked }) =>
      `${id}  ${department}/${survey}  ${mode}${place === null ? "" : `  at ${place}`}${revoked === undefined ? "" : `  revoked ${revoked}`}`,
  );
  return {
    data: links,
    text: lines.length === 0 ? "There are no links yet; make some with: trust links make --count 3" : lines.join("\n"),
  };
};

/** `trust links make` */
export const make: Action = async ({ options, connect }) => {
  const count = readWhole("--count", String(options.count), 1, 200);
  const connection = await connect();
  const named = options.survey === undefined ? undefined : String(options.survey);
  const { department, survey } = await findSurvey(connection, named);
  const { links } = await connection.call<{ links: readonly Link[] }>("POST", "/api/v1/manage/links", {
    department,
    survey,
    count,
    place: options.place === undefined ? null : String(options.place),
    mode: String(options.mode),
  });
  return {
    data: links,
    text:
      options.dryRun === true
        ? `Would make ${links.length} links for ${department}/${survey}.`
        : links.map(({ id }) => `/s/${id}`).join("\n"),
  };
};

/** `trust links revoke LINK` */
export const revoke: Action = async ({ args, options, connect }) => {
  const connection = await connect();
  const path = `/api/v1/manage/links/${encodeURIComponent(String(args[0]))}/revoke`;
  const { link } = await connection.call<{ link: Link }>("POST", path, {});
  const text = `${link.id} takes no new answers ${options.dryRun === true ? "if this is done" : "any more"}; those that came over it stay.`;
  return { data: link, text };
};
