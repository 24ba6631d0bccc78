// One run of the estimator in a process of its own: DESIGN RESPONSES OUT. What is timed is the job, from the files to the result;
// R's time leaves out the start of R and of its packages too.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { estimateDesign } from "../../lib/estimation/index.ts";

const [designFile = "", responsesFile = "", out = ""] = process.argv.slice(2);

function* pieces(): Generator<Uint8Array> {
  const file = openSync(responsesFile, "r");
  const buffer = new Uint8Array(1 << 20);
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) yield buffer.subarray(0, read);
  closeSync(file);
}

const start = performance.now();
const designText = readFileSync(designFile, "utf8");
const result = estimateDesign({ designFile, designText, responsesFile, responses: pieces() });
const seconds = (performance.now() - start) / 1000;
writeFileSync(out, JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024, result }));
