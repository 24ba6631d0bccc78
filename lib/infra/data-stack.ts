import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, Billing, type ITableV2, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** What outlives every deployment: two tables and two buckets, kept when the stack is deleted. */
export class DataStack extends Stack {
  readonly answers: ITableV2;
  readonly registry: ITableV2;
  /** Tallies and disclosure reports: as sensitive as the answers. */
  readonly privateBucket: Bucket;
  /** Releases and result pages, readable through the distribution only. */
  readonly publicBucket: Bucket;
  /** Whoever may not use a key cannot read what it encrypts, whatever else they may. */
  readonly answersKey: Key;
  readonly privateKey: Key;
  /** Signs releases. Nothing is encrypted with it, and it never leaves KMS. */
  readonly signingKey: Key;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props);
    const lasting = { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN };
    this.answersKey = new Key(this, "AnswersKey", { ...lasting, description: "Encrypts the raw answers" });
    this.privateKey = new Key(this, "PrivateKey", {
      ...lasting,
      description: "Encrypts tallies and disclosure reports",
    });
    // Such a key is not rotated by itself: `-c signingKey=2` makes the next, and the one before stays in the account.
    const serial: unknown = this.node.tryGetContext("signingKey") ?? 1;
    this.signingKey = new Key(this, `SigningKey${serial}`, {
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
      description: `Signs releases (key ${serial})`,
    });
    // No stream, no index, no counters: they would show when somebody answered.
    this.answers = new TableV2(this, "Answers", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billing: Billing.onDemand({ maxWriteRequestUnits: 16_000, maxReadRequestUnits: 40_000 }),
      encryption: TableEncryptionV2.customerManagedKey(this.answersKey),
      // Short on purpose: a deleted answer lives on in backups for so long, and the consent text says so.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 },
      timeToLiveAttribute: "expires",
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.registry = new TableV2(this, "Registry", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const abandoned = { id: "abandoned-uploads", abortIncompleteMultipartUploadAfter: Duration.days(7) };
    const kept = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    // Without versions on purpose: what expires with the answers has to be gone. A tally can be made again while they are kept.
    this.privateBucket = new Bucket(this, "Private", {
      ...kept,
      lifecycleRules: [abandoned],
      encryption: BucketEncryption.KMS,
      encryptionKey: this.privateKey,
      bucketKeyEnabled: true,
    });
    this.publicBucket = new Bucket(this, "Public", {
      ...kept,
      versioned: true,
      // Long enough to undo a mistake; what law demanded to remove is gone for good then.
      lifecycleRules: [abandoned, { id: "earlier-versions", noncurrentVersionExpiration: Duration.days(30) }],
      encryption: BucketEncryption.S3_MANAGED,
      cors: [{ allowedMethods: [HttpMethods.GET, HttpMethods.HEAD], allowedOrigins: ["*"], allowedHeaders: ["*"] }],
    });
    // Any distribution of this account, and nobody else: naming the one would tie the two stacks in a circle.
    const distributions = `arn:${this.partition}:cloudfront::${this.account}:distribution/*`;
    // To list is what makes a file that is not there a 404; no path of the distribution leads to a list.
    for (const [action, resource] of [
      ["s3:GetObject", this.publicBucket.arnForObjects("*")],
      ["s3:ListBucket", this.publicBucket.bucketArn],
    ] as const)
      this.publicBucket.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
          actions: [action],
          resources: [resource],
          conditions: { ArnLike: { "AWS:SourceArn": distributions } },
        }),
      );
    new CfnOutput(this, "AnswersTable", { value: this.answers.tableName });
    new CfnOutput(this, "PublicBucketName", { value: this.publicBucket.bucketName });
  }
}
