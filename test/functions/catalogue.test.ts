import { expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";

test("whoever reads objects may list them, or S3 says of an absent one that it is forbidden", () => {
  const grants = catalogue.flatMap(({ name, grants }) => grants.map((grant) => ({ name, grant })));
  const readers = grants.filter(
    ({ grant }) => (grant.store === "public" || grant.store === "private") && grant.may.includes("read"),
  );
  expect(readers.length).toBeGreaterThan(2);
  for (const { name, grant } of readers) expect(grant.may, name).toContain("list");
});
