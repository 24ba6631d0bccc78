import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import { sha256 } from "./riverbend.ts";
import { published, smallEstimates } from "./small-report.ts";

const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "p", version: "0" }, inputs: [] };
const { files } = makeRelease(protect(smallEstimates()), published, facts, sha256);
const bytesOf = new Map(files.map(({ path, bytes }) => [path, bytes]));
bytesOf.set("manifest.sig.json", Buffer.from("{}"));

/** Any folder of this server is the release. */
const server = createServer(({ url = "" }, response) => {
  const bytes = bytesOf.get(url.split("/").at(-1) ?? "");
  response.writeHead(bytes ? 200 : 404).end(bytes);
}).listen(0, "127.0.0.1");
const folder = mkdtempSync(join(tmpdir(), "trust-using-"));
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** A piece of code of a page of the guide, its addresses those of the server. */
function piece(page: string, after: string): string {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const code = text
    .slice(text.indexOf(`\n${after}\n`))
    .split("```")[1]!
    .replace(/^\w*\n/, "");
  const { port } = server.address() as AddressInfo;
  expect(code).toContain("https://survey.example.org/");
  return code.replaceAll("https://survey.example.org/", `http://127.0.0.1:${port}/`);
}
const run = async (command: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(command, args, { cwd: folder })).stdout;
const answers = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0;
const python = ["python3", "/usr/bin/python3"].find((one) => answers(one, "-c", "import pandas"));
const absent = {
  R: answers("Rscript", "--version") ? "" : " (not run: no Rscript here)",
  pandas: python ? "" : " (not run: no Python with pandas here)",
  shell: answers("sh", "-c", "command -v curl cut sed xargs sha256sum") ? "" : " (not run: no curl or sha256sum here)",
};

/** What the last line of a printed table says: the newest wave of trust among invited people. */
const newest = /2026-04 +62(\.0)? +59\.3 +64\.7 +410\s*$/;

test.skipIf(absent.R !== "")(`the piece in R reads the trend by its address${absent.R}`, async () => {
  expect((await run("Rscript", "-e", piece("using-the-data.md", "## R"))).trim()).toMatch(newest);
});

test.skipIf(absent.pandas !== "")(`the piece in Python reads the trend by its address${absent.pandas}`, async () => {
  const code = piece("using-the-data.md", "## Python").trim().split("\n");
  const program = [...code.slice(0, -1), `print((${code.at(-1)}).to_string())`].join("\n");
  expect((await run(python!, "-c", program)).trim()).toMatch(newest);
});

test.skipIf(absent.shell !== "")(
  `the lines of shell fetch every file of a release and check it${absent.shell}`,
  async () => {
    const checked = await run("sh", "-ec", piece("evaluators.md", "## A whole release"));
    expect(checked.match(/: OK$/gm)).toHaveLength(files.length - 1);
    expect(readdirSync(folder).toSorted()).toEqual([...bytesOf.keys()].toSorted());
  },
);
