// The CDK app: `npx cdk deploy --all`, or `npm run synth` without the command-line tool and without a network.
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "../functions/bundle.ts";
import { DataStack } from "../lib/infra/data-stack.ts";
import { ServiceStack } from "../lib/infra/service-stack.ts";

const { folder } = await bundleFunctions();
// Under the CDK command-line tool the output folder is its choice.
const app = new App(process.env.CDK_OUTDIR ? {} : { outdir: "cdk.out" });
// A table with a key of its own has to know its region; the CDK command-line tool says which, and the account.
const env = {
  account: process.env.CDK_DEFAULT_ACCOUNT,
  region: process.env.CDK_DEFAULT_REGION ?? "us-east-1",
};
const data = new DataStack(app, "MutualTrustData", { env });
new ServiceStack(app, "MutualTrust", { env, data, bundle: folder });
app.synth();
