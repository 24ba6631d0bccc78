import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own for a test; `path` does not exist yet. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "trust-"));
  return { path: join(folder, "data"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
