import { expect, test } from "vitest";
import { edgeHeader } from "../../lib/http/only-from-edge.ts";
import { entries, found, type Json, serviceTemplate } from "./synthesized.ts";

const [distribution]: Json[] = found(serviceTemplate, "AWS::CloudFront::Distribution");
const { Origins } = distribution.DistributionConfig;

test("the distribution says to the API, and to nobody else, a secret that every function asks for and no template holds", () => {
  const [id] = Object.keys(serviceTemplate.findResources("AWS::SecretsManager::Secret"));
  const secret = { "Fn::Join": ["", ["{{resolve:secretsmanager:", { Ref: id }, ":SecretString:::}}"]] };
  const said = Origins.map((origin: Json) => origin.OriginCustomHeaders ?? []);
  expect(said.flat()).toEqual([{ HeaderName: edgeHeader, HeaderValue: secret }]);
  expect(Origins.find((origin: Json) => origin.OriginCustomHeaders).CustomOriginConfig.OriginProtocolPolicy).toBe(
    "https-only",
  );
  expect(found(serviceTemplate, "AWS::SecretsManager::Secret")).toMatchObject([
    { GenerateSecretString: { PasswordLength: 64 } },
  ]);
  const functions = Object.values(serviceTemplate.findResources("AWS::Lambda::Function"));
  const asking = functions.filter(({ Properties }) => Properties.Environment?.Variables.TRUST_EDGE_SECRET);
  expect(asking.map(({ Properties }) => Properties.Description)).toEqual(entries.map(({ purpose }) => purpose));
  const [edge] = Object.keys(serviceTemplate.findResources("AWS::CloudFront::Distribution"));
  for (const { Properties, DependsOn } of asking) {
    expect(Properties.Environment.Variables.TRUST_EDGE_SECRET).toEqual(secret);
    expect(DependsOn).toContain(edge);
  }
});
