import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { jsonBody } from "../../lib/http/json-body.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { documentKey, type Registry, type ReleaseRecord } from "../../lib/stores/registry.ts";
import project from "../../package.json" with { type: "json" };
import type { Needs } from "../needs.ts";
import type { SurveyToPublish } from "./publish-survey.ts";
import { refuseUnlessRemovable, removeRelease } from "./remove-release.ts";
import { reproduceRelease } from "./reproduce-release.ts";
import { showRelease } from "./show-release.ts";
import { readHead } from "./store-release.ts";

/**
 * What is asked of a release by its name. `GET /api/v1/reproductions/{department}/{release}`: its numbers made again, equal or not.
 * `POST /api/v1/tombstones/{department}/{release}` with `{ "reason": … }`: its files removed, a signed tombstone in their place;
 * `?dryRun=true` only says whether they may be.
 * @throws Problem `unknown-release`, `not-json`, and as `reproduceRelease` and `removeRelease`
 */
export async function answerForRelease(
  { stores, publicUrl }: Needs,
  registry: Registry,
  event: APIGatewayProxyEventV2,
): Promise<{ readonly statusCode: number; readonly body: string }> {
  const { pathParameters, queryStringParameters, requestContext } = event;
  const { department = "", release: id = "" } = pathParameters ?? {};
  const { survey, release } = await findRelease(registry, department, id);
  if (requestContext.http.method === "GET") {
    const found = await reproduceRelease(stores, registry, survey, release, project.version);
    return { statusCode: 200, body: JSON.stringify(found) };
  }
  const { reason } = Object(jsonBody(event)) as { readonly reason?: unknown };
  if (queryStringParameters?.dryRun === "true") {
    await refuseUnlessRemovable(registry, release, reason);
    return { statusCode: 200, body: JSON.stringify({ release: id, removed: [] }) };
  }
  const tombstone = await removeRelease(stores, registry, release, reason);
  const { record: head } = await readHead(registry, department, release.survey);
  const waves = await registry.fresh.waves(department, release.survey);
  await showRelease(stores, registry, { ...survey, waves, head, now: requestContext.timeEpoch / 1000, publicUrl });
  return { statusCode: 200, body: JSON.stringify(tombstone) };
}

async function findRelease(
  registry: Registry,
  department: string,
  id: string,
): Promise<{ readonly survey: SurveyToPublish; readonly release: ReleaseRecord }> {
  const found = await registry.fresh.department(department);
  for (const record of found ? await registry.fresh.surveys(department) : []) {
    const key = documentKey.release(department, record.survey.id, id);
    const release = await registry.store.read<ReleaseRecord>(key);
    if (found && release) return { survey: { department: found, record }, release: release.value };
  }
  throw new Problem("unknown-release", { release: `${department}/${id}` });
}
