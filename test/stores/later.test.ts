import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectLater } from "../../lib/stores/connect.ts";
import { someLoopbackAddress } from "./dynamodb-engine.ts";
import { authorizationOf } from "./kms-endpoint.ts";
import { accessKeyId, secretAccessKey } from "./s3-endpoint/presigned.ts";

/** A Lambda that notes what it is asked to run, and takes only what the SDK's own signer would have signed in the same way. */
let server: Server;
let asked: { path: string; type: unknown; body: string }[];
let failures: number[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const expected = await authorizationOf(request, body, "lambda", "x-amz-invocation-type");
    if (expected !== request.headers.authorization) return response.writeHead(403).end();
    asked.push({ path: request.url!, type: request.headers["x-amz-invocation-type"], body });
    return response.writeHead(failures.shift() ?? 202).end();
  });
  const address = someLoopbackAddress();
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
  failures = [];
});
const lambda = () => {
  const { address, port } = server.address() as AddressInfo;
  return {
    AWS_LAMBDA_FUNCTION_NAME: "MutualTrust-publishwaves-A1",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL_LAMBDA: `http://${address}:${port}`,
  };
};
const event = { source: "mutual-trust.task", task: "ñ" };

test("a function in Lambda calls itself, as an event that nobody waits for", async () => {
  await (await connectLater(lambda()))!.start(event);
  expect(asked).toEqual([
    {
      path: "/2015-03-31/functions/MutualTrust-publishwaves-A1/invocations",
      type: "Event",
      body: JSON.stringify(event),
    },
  ]);
});

test("asks again where Lambda is busy, and not where it refuses", async () => {
  failures = [429, 500];
  await (await connectLater(lambda()))!.start(event);
  expect(asked).toHaveLength(3);
  failures = [404];
  await expect((await connectLater(lambda()))!.start(event)).rejects.toMatchObject({
    code: "store-unavailable",
    detail: { reason: "Lambda answered with 404" },
  });
});

test.each([
  ["with embedded stores", { TRUST_STORES: "embedded" }],
  ["outside of Lambda", { AWS_LAMBDA_FUNCTION_NAME: "" }],
])("%s a request lasts as long as its work", async (_, change) => {
  expect(await connectLater({ ...lambda(), ...change })).toBeUndefined();
});
