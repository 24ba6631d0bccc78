// Becomes `/data/verify.mjs`: one file that checks a release with Node alone, by the code of `trust verify`.
import { parseArgs } from "node:util";
import { verifiedText, verifyFiles } from "../lib/command/verify-files.ts";
import { isProblem } from "../lib/problems/problem.ts";

const usage = `Checks a release: node verify.mjs URL-OR-FOLDER [--recompute] [--key ID] [--keys FILE] [--json] [--strict]
Exit code 0: it is what was released; 1: it is not; 2: wrong usage; 3: with --strict, something could not be checked.
`;

function readArguments() {
  const options = {
    recompute: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    strict: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    key: { type: "string" },
    keys: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return positionals.length === 1 || values.help ? { ...values, where: positionals[0] ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

async function run(): Promise<number> {
  const asked = readArguments();
  if (asked === undefined || asked.help) {
    (asked ? process.stdout : process.stderr).write(usage);
    return asked ? 0 : 2;
  }
  try {
    const found = await verifyFiles(asked, process.cwd());
    process.stdout.write(`${asked.json ? JSON.stringify(found) : verifiedText(found)}\n`);
    for (const warning of found.warnings) process.stderr.write(`Warning: ${warning}\n`);
    return asked.strict && found.warnings.length > 0 ? 3 : 0;
  } catch (error) {
    if (!isProblem(error)) throw error;
    const described = { ...error.detail, code: error.code, message: error.message };
    if (asked.json) process.stdout.write(`${JSON.stringify({ error: described })}\n`);
    process.stderr.write(`Error: ${error.message}\n`);
    return error.code === "release-address" ? 2 : 1;
  }
}

process.exitCode = await run();
