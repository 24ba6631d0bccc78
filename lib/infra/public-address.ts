import { Certificate, type ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Construct } from "constructs";

/** Where the public sees the installation, as far as the settings say. */
export interface PublicAddress {
  /** Without a slash at its end. */
  readonly url?: string;
  /** What the distribution answers to beside its own name. */
  readonly names?: { readonly domainNames: string[]; readonly certificate: ICertificate };
}

/**
 * Reads `-c url=https://survey.example.org` and the certificate for that name, `-c certificate=ARN`. CloudFront takes certificates of
 * us-east-1 only. An address of another server that stands in front wants none: `-c certificate=elsewhere`.
 * @throws Error what is missing or not as expected
 */
export function publicAddress(scope: Construct): PublicAddress {
  const { node } = scope;
  const [url, arn]: unknown[] = [node.tryGetContext("url"), node.tryGetContext("certificate")];
  if (url === undefined && arn === undefined) return {};
  if (typeof url !== "string")
    throw new Error(
      "-c certificate=… is of no use alone: say for which address with -c url=https://survey.example.org",
    );
  const { hostname, origin, protocol } = URL.canParse(url) ? new URL(url) : { hostname: "", origin: "", protocol: "" };
  if (protocol !== "https:" || (url !== origin && url !== `${origin}/`))
    throw new Error(`-c url=${url}: expected https:// and a name, such as https://survey.example.org`);
  if (arn === "elsewhere" || hostname.endsWith(".cloudfront.net")) return { url: origin };
  if (typeof arn !== "string")
    throw new Error(
      `-c url=${url} wants -c certificate=ARN, a certificate of ACM in us-east-1 for ${hostname}; or, where another server answers there, -c certificate=elsewhere`,
    );
  if (!/^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(arn))
    throw new Error(
      `-c certificate=${arn}: expected the ARN of a certificate of ACM in us-east-1, whatever the region`,
    );
  return {
    url: origin,
    names: { domainNames: [hostname], certificate: Certificate.fromCertificateArn(scope, "Certificate", arn) },
  };
}
