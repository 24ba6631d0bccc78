import { expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { describeInterface } from "../../functions/openapi/describe-interface.ts";
import { openapi } from "../../functions/openapi/openapi.ts";
import { readSubmission } from "../../lib/survey/submission.ts";

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: unknown;
  readonly operationId: string;
}
const description = describeInterface() as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Submission: { required: string[]; properties: Record<string, unknown> } } };
};

test("every route of the catalogue is described, and no other", () => {
  const routes = catalogue.flatMap(({ routes }) =>
    [...routes]
      .map(({ method, path }) => `${method} ${path.replace("+}", "}")}`)
      .filter((one) => one !== "GET /{proxy}"),
  );
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(routes.sort());
  expect(description.openapi).toBe("3.1.0");
});

test("what asks for a token says so, what residents use asks for none", () => {
  expect(description.paths["/api/v1/manage/{proxy}"]!.put!.security).toEqual([{ token: ["trust:manage"] }]);
  expect(description.paths["/api/v1/responses"]!.post!.security).toBeUndefined();
});

test("every status of the contract is there", () => {
  expect(Object.keys(description.paths["/api/v1/responses"]!.post!.responses)).toEqual([
    "200",
    "201",
    "404",
    "409",
    "410",
    "413",
    "415",
    "422",
    "429",
    "503",
  ]);
});

test("the body is described by the schema that reads it", () => {
  const { required, properties } = description.components.schemas.Submission;
  expect(Object.keys(properties)).toEqual([
    "link",
    "wave",
    "instrument",
    "submission",
    "language",
    "answers",
    "page",
    "code",
    "receipt",
  ]);
  const read = readSubmission({});
  expect("refused" in read && read.refused.map(({ field }) => field)).toEqual(required);
});

test("operation ids are unique", () => {
  const ids = Object.values(description.paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("it is answered as JSON", async () => {
  const { statusCode, headers, body } = await openapi()();
  expect({ statusCode, type: headers?.["content-type"] }).toEqual({ statusCode: 200, type: "application/json" });
  expect(JSON.parse(body!)).toEqual(JSON.parse(JSON.stringify(description)));
});
