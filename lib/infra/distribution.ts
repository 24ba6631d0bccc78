import { Duration, Fn, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { PublicAddress } from "./public-address.ts";
import { publishedPaths } from "./published-paths.ts";
import { overHttps, publishedHeaders } from "./response-headers.ts";

/**
 * One address for everything: `/results/*` and `/data/*` from the public bucket, the rest from the API. Access logs stay off,
 * for they hold addresses. No error page is set: it would be one for all paths, and replace the API's own 403 and 404.
 */
export function distribution(
  scope: Construct,
  props: {
    api: HttpApi;
    edgeSecret: string;
    publicBucket: string;
    firewall: string | undefined;
    names: PublicAddress["names"];
  },
): Distribution {
  const bucket = Bucket.fromBucketAttributes(scope, "PublicBucket", {
    bucketName: props.publicBucket,
    region: Stack.of(scope).region,
  });
  const published = {
    origin: S3BucketOrigin.withOriginAccessControl(bucket),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    // The objects' own headers decide: releases are immutable, pointers are asked for every time.
    cachePolicy: new CachePolicy(scope, "AsTheObjectSays", {
      defaultTtl: Duration.seconds(0),
      minTtl: Duration.seconds(0),
      // As `s-maxage` says, also of what was stored before it said so: a release that law removes is soon gone here.
      maxTtl: Duration.minutes(5),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    }),
    responseHeadersPolicy: publishedHeaders(scope),
    functionAssociations: [
      {
        eventType: FunctionEventType.VIEWER_REQUEST,
        function: new EdgeFunction(scope, "PublishedPaths", {
          code: FunctionCode.fromInline(publishedPaths),
          runtime: FunctionRuntime.JS_2_0,
        }),
      },
    ],
  };
  return new Distribution(scope, "Distribution", {
    comment: "Mutual Trust",
    defaultBehavior: {
      // The functions refuse what lacks the header (`lib/http/only-from-edge.ts`): the API's own address leads around the firewall.
      origin: new HttpOrigin(Fn.select(2, Fn.split("/", props.api.apiEndpoint)), {
        customHeaders: { "x-trust-edge": props.edgeSecret },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: overHttps(scope),
    },
    additionalBehaviors: Object.fromEntries(
      ["/results", "/results/*", "/data", "/data/*"].map((path) => [path, published]),
    ),
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    // CloudFront's own name takes TLS 1.0 too, and nobody can forbid it that.
    ...(props.names && { ...props.names, minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 }),
    enableLogging: false,
    ...(props.firewall === undefined ? {} : { webAclId: props.firewall }),
  });
}
