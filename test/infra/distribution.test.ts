import { expect, test } from "vitest";
import { edgeHeader } from "../../lib/http/only-from-edge.ts";
import { isPublicPath, openToAll, pagePolicy, preflight } from "../../lib/local/public-objects.ts";
import { immutable } from "../../lib/stores/object-store.ts";
import { entries, found, type Json, serviceTemplate, withContext } from "./synthesized.ts";

const [distribution]: Json[] = found(serviceTemplate, "AWS::CloudFront::Distribution");
const { Origins, CacheBehaviors, DefaultCacheBehavior } = distribution.DistributionConfig;

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

/** The headers that a behaviour adds to what it answers. */
function headersOf({ ResponseHeadersPolicyId }: Json): Record<string, string> {
  const policies = serviceTemplate.findResources("AWS::CloudFront::ResponseHeadersPolicy");
  const { CorsConfig: cors, SecurityHeadersConfig: security } =
    policies[ResponseHeadersPolicyId.Ref]!.Properties.ResponseHeadersPolicyConfig;
  const { AccessControlMaxAgeSec, IncludeSubdomains } = security.StrictTransportSecurity;
  return {
    "strict-transport-security": `max-age=${AccessControlMaxAgeSec}${IncludeSubdomains ? "; includeSubDomains" : ""}`,
    ...(security.ContentTypeOptions && { "x-content-type-options": "nosniff" }),
    ...(security.ReferrerPolicy && { "referrer-policy": security.ReferrerPolicy.ReferrerPolicy }),
    ...(security.ContentSecurityPolicy && {
      "content-security-policy": security.ContentSecurityPolicy.ContentSecurityPolicy,
    }),
    ...(cors && {
      "access-control-allow-origin": cors.AccessControlAllowOrigins.Items.join(", "),
      "access-control-expose-headers": cors.AccessControlExposeHeaders.Items.join(", "),
    }),
  };
}
const https = { "strict-transport-security": "max-age=31536000" };

test("published files say here what they say on one machine, and each path that is public there is public here", () => {
  expect(CacheBehaviors.map(({ PathPattern }: Json) => PathPattern)).toEqual([
    "/results",
    "/results/*",
    "/data",
    "/data/*",
  ]);
  for (const behavior of CacheBehaviors) {
    expect(isPublicPath(behavior.PathPattern)).toBe(true);
    expect(headersOf(behavior)).toEqual({ ...openToAll, ...https, "content-security-policy": pagePolicy });
    expect(behavior.AllowedMethods).toEqual(["GET", "HEAD", "OPTIONS"]);
    expect(behavior.FunctionAssociations).toMatchObject([{ EventType: "viewer-request" }]);
  }
});

test("pages of the functions are for HTTPS only, and keep their own headers, their own errors, and nothing in a cache", () => {
  expect(headersOf(DefaultCacheBehavior)).toEqual(https);
  expect(distribution.DistributionConfig.CustomErrorResponses).toBeUndefined();
  // AWS's managed policies "CachingDisabled" and "AllViewerExceptHostHeader".
  expect(DefaultCacheBehavior.CachePolicyId).toBe("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
  expect(DefaultCacheBehavior.OriginRequestPolicyId).toBe("b689b0a8-53d0-40ab-baf2-68738e2966ac");
  for (const behavior of [DefaultCacheBehavior, ...CacheBehaviors])
    expect(behavior.ViewerProtocolPolicy).toBe("redirect-to-https");
});

/** What the function in the template makes of a request: the address it asks the bucket for, or an answer. */
function edge(uri: string, method = "GET"): Json {
  const [{ FunctionCode }]: Json[] = found(serviceTemplate, "AWS::CloudFront::Function");
  const answer = new Function(`${FunctionCode}; return handler;`)()({ request: { uri, method, headers: {} } });
  if (answer.uri !== undefined) return answer.uri;
  const headers = Object.entries(answer.headers as Record<string, Json>).map(([name, { value }]) => [name, value]);
  return { status: answer.statusCode, ...Object.fromEntries(headers) };
}

test.each([
  ["/results/", "/results/index.html"],
  ["/results/river.pd/trust.1/", "/results/river.pd/trust.1/index.html"],
  ["/results/river.pd/trust.1/es/releases/index.html", "/results/river.pd/trust.1/es/releases/index.html"],
  ["/results/river.pd/trust.1/feed.xml", "/results/river.pd/trust.1/feed.xml"],
  ["/data/river/trust/releases/2026.q1-ab/SHA256SUMS", "/data/river/trust/releases/2026.q1-ab/SHA256SUMS"],
  ["/data/river/trust/latest/estimates.parquet", "/data/river/trust/latest/estimates.parquet"],
  ["/data", "/data"],
])("%s is the file %s", (uri, file) => {
  expect(edge(uri)).toBe(file);
});

test.each(["/results", "/results/river.pd", "/results/river.pd/trust.1", "/results/river/trust/releases"])(
  "%s is sent to its folder",
  (uri) => {
    expect(edge(uri)).toMatchObject({
      status: 301,
      location: `${uri}/`,
      "cache-control": "public, max-age=0, must-revalidate",
      "access-control-allow-origin": "*",
    });
  },
);

test("a preflight is answered as on one machine", () => {
  const { status, ...headers } = edge("/data/river/trust/latest/estimates.json", "OPTIONS");
  expect(status).toBe(204);
  expect(preflight).toMatchObject(headers);
  expect(Object.keys(headers)).toHaveLength(4);
});

test("an edge forgets within five minutes what law removed, whatever the file says; a browser may keep it", () => {
  const [policy, ...others] = found(serviceTemplate, "AWS::CloudFront::CachePolicy");
  expect(others).toEqual([]);
  expect(policy!.CachePolicyConfig).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 300 });
  const [id] = Object.keys(serviceTemplate.findResources("AWS::CloudFront::CachePolicy"));
  for (const { CachePolicyId } of CacheBehaviors) expect(CachePolicyId).toEqual({ Ref: id });
  expect(immutable.split(", ")).toEqual(expect.arrayContaining(["max-age=31536000", "s-maxage=300", "immutable"]));
});

const url = "https://survey.example.org";
const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666";
const configOf = (context: object): Json =>
  found(withContext(context, "eu-west-1"), "AWS::CloudFront::Distribution")[0]!.DistributionConfig;

test("with a name and its certificate the distribution answers to that name, by TLS 1.2 and later", () => {
  const { Aliases, ViewerCertificate } = configOf({ url: `${url}/`, certificate });
  expect(Aliases).toEqual(["survey.example.org"]);
  expect(ViewerCertificate).toEqual({
    AcmCertificateArn: certificate,
    MinimumProtocolVersion: "TLSv1.2_2021",
    SslSupportMethod: "sni-only",
  });
});

test.each([
  [{}, undefined],
  [{ url, certificate: "elsewhere" }, url],
  [{ url: "https://d111.cloudfront.net" }, "https://d111.cloudfront.net"],
  [{ url: `${url}/`, certificate }, url],
])("with %j functions are told the address %s", (context, told) => {
  const functions = found(withContext(context), "AWS::Lambda::Function").filter(({ Environment }) => Environment);
  const urls = functions.map(({ Environment }) => Environment.Variables.TRUST_URL);
  expect([...new Set(urls)]).toEqual([told]);
  if (told !== url || !("certificate" in context && context.certificate === certificate))
    expect(configOf(context).Aliases).toBeUndefined();
});

test.each([
  ["a certificate without a name", { certificate }, /say for which address with -c url/],
  ["a name without a certificate", { url }, /wants -c certificate=ARN.* for survey\.example\.org/],
  ["a certificate of another region", { url, certificate: certificate.replace("us-east-1", "eu-west-1") }, /us-east-1/],
  ["an address with a path", { url: `${url}/here`, certificate }, /expected https:\/\/ and a name/],
  ["an address without TLS", { url: "http://survey.example.org", certificate }, /expected https/],
  ["no address", { url: "survey", certificate }, /expected https/],
])("%s is refused, with what to do", (_, context, sentence) => {
  expect(() => withContext(context)).toThrow(sentence);
});
