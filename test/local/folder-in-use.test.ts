import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openStores } from "../../lib/local/open-stores.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "trust-in-use-"));
afterAll(() => rmSync(data, { recursive: true }));

test("a verb waits while another one begins or ends, who has the folder and no socket", async () => {
  const stores = await openStores(data, {});
  const child = spawn(process.execPath, ["bin/start.mjs", "trust.ts", "status", "--data", data], { cwd: root });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      said += part.toString();
    });
  const ended = once(child, "close");
  setTimeout(() => stores.close(), 2_000);
  expect([(await ended)[0], said]).toEqual([0, expect.stringContaining("There is no survey yet")]);
});
