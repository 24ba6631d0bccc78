import { Duration } from "aws-cdk-lib";
import { HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";

/** Of this name alone: a city's other names are not ours to bind. */
const strictTransportSecurity = { accessControlMaxAge: Duration.days(365), includeSubdomains: false, override: true };

/** Only over HTTPS. Everything else the functions say themselves (`lib/http/security-headers.ts`). */
export const overHttps = (scope: Construct): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, "OverHttps", { securityHeadersBehavior: { strictTransportSecurity } });

/**
 * What `lib/local/public-objects.ts` says of published files: everybody may read them, also by a script of another site, and nothing
 * in a page of results runs. Here every file is told so, for a policy cannot tell pages from data; to data it means nothing.
 */
export const publishedHeaders = (scope: Construct): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, "Published", {
    corsBehavior: {
      accessControlAllowOrigins: ["*"],
      accessControlAllowMethods: ["GET", "HEAD"],
      accessControlAllowHeaders: ["Range", "If-None-Match"],
      accessControlExposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
      accessControlAllowCredentials: false,
      accessControlMaxAge: Duration.days(1),
      originOverride: true,
    },
    securityHeadersBehavior: {
      strictTransportSecurity,
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
        override: true,
      },
    },
  });
