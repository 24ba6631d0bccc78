import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { columnsOf, parseImportMapping } from "../../lib/command/import-mapping.ts";

test("the mapping of docs/importing.md is one", () => {
  const guide = readFileSync(new URL("../../docs/importing.md", import.meta.url), "utf8");
  const [, json = ""] = /```json\n(.*?)```/s.exec(guide) ?? [];
  expect(columnsOf(parseImportMapping(json, "docs/importing.md"))).toContain("district_old");
});
