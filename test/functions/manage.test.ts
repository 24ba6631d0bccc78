import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wave } from "../../lib/survey/wave.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { rivertonFiles } from "./riverton.ts";

let place: Installation;
const before = "2026-01-01T00:00:00Z";
const wave = (id: string, opens: string, closes: string, more: object = {}) => ({
  department: "riverton",
  survey: "core",
  wave: id,
  opens,
  closes,
  ...more,
});

beforeAll(async () => {
  place = await openInstallation();
  await place.call(before, "PUT", "/api/v1/manage/folders", { files: rivertonFiles() });
});
afterAll(() => place.close());

describe("department folders", () => {
  test("come back to the byte", async () => {
    const { files } = await place.call<{ files: object }>(before, "GET", "/api/v1/manage/folders/riverton/core");
    expect(files).toEqual(rivertonFiles());
  });

  test("applied again change nothing", async () => {
    const again = await place.call<{ changes: string[] }>(before, "PUT", "/api/v1/manage/folders", {
      files: rivertonFiles(),
    });
    expect(again.changes).toEqual([]);
  });

  test("a dry run tells of a change and stores none", async () => {
    const files = rivertonFiles({ survey: { groups: [] } });
    const told = await place.call<{ changes: string[] }>(before, "PUT", "/api/v1/manage/folders?dryRun=true", {
      files,
    });
    expect(told.changes).toEqual(['survey.json: groups changes from ["tenure"] to [].']);
    expect((await place.registry.fresh.survey("riverton", "core"))!.survey.groups).toEqual(["tenure"]);
  });

  test("a mistake is refused with its file, line and field", async () => {
    const files = { ...rivertonFiles(), "population.csv": "margin,category,count\ntenure,own,600\ntenure,lease,400\n" };
    await expect(place.call(before, "PUT", "/api/v1/manage/folders", { files })).rejects.toMatchObject({
      code: "folder-refused",
      detail: { mistakes: [{ file: "population.csv", line: 3, field: "category", value: "lease" }] },
    });
  });

  test.each(["?dryRun=true", ""])(
    "files too large to be kept are refused before anything is written%s",
    async (query) => {
      const store = async () => {
        const found: unknown[] = [];
        for await (const { key, version } of place.registry.store.list("folder-file", "riverton"))
          found.push([key.id, version]);
        return found;
      };
      const written = await store();
      const shapes = Array.from({ length: 3 }, (_, at) => ({
        type: "Feature",
        properties: { id: `area-${at}`, name: `Area ${at}` },
        geometry: { type: "Polygon", coordinates: [Array.from({ length: 12_000 }, (_, n) => [n / 12_000, at])] },
      }));
      const { "areas.csv": _, ...rest } = { "areas.csv": "", ...rivertonFiles() };
      const files = { ...rest, "areas.geojson": JSON.stringify({ type: "FeatureCollection", features: shapes }) };
      await expect(place.call(before, "PUT", `/api/v1/manage/folders${query}`, { files })).rejects.toMatchObject({
        code: "folder-refused",
        detail: { mistakes: [{ file: "areas.geojson", expected: expect.stringContaining("at most 350000") }] },
      });
      expect(await store()).toEqual(written);
    },
  );

  test("every version stays readable", async () => {
    const first = await place.call<{ version: string }>(before, "GET", "/api/v1/manage/folders/riverton/core");
    await place.call(before, "PUT", "/api/v1/manage/folders", {
      files: rivertonFiles({ survey: { graceMinutes: 5 } }),
    });
    const path = `/api/v1/manage/folders/riverton/core?version=${first.version}`;
    const old = await place.call<{ files: object }>(before, "GET", path);
    expect(old.files).toEqual(rivertonFiles());
    await place.call(before, "PUT", "/api/v1/manage/folders", { files: rivertonFiles() });
  });
});

describe("waves", () => {
  test("open, extend and close", async () => {
    const body = wave("w1", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    const made = await place.call<{ wave: Wave }>(before, "POST", "/api/v1/manage/waves", body);
    expect(made.wave).toMatchObject({ phase: "planned", tallyFrom: "2026-03-01T00:12:10.000Z" });
    const path = "/api/v1/manage/waves/riverton/w1";
    await place.call("2026-02-10T00:00:00Z", "POST", `${path}/extend`, { closes: "2026-03-05T00:00:00Z" });
    const closed = await place.call<{ wave: Wave }>("2026-02-20T00:00:00Z", "POST", `${path}/close`);
    expect(closed.wave).toMatchObject({ phase: "grace", closes: "2026-02-20T00:00:00Z", expires: made.wave.expires });
  });

  test("keep their keys to themselves", async () => {
    const keys = await place.registry.fresh.waveKeys("riverton", "w1");
    expect(keys).toEqual({
      page: expect.stringMatching(/^[0-9a-f]{64}$/),
      import: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const path of ["status", "waves", "links", "surveys", "folders/riverton/core"]) {
      const shown = JSON.stringify(await place.call("2026-02-10T00:00:00Z", "GET", `/api/v1/manage/${path}`));
      expect(shown).not.toContain(keys!.page);
      expect(shown).not.toContain(keys!.import!);
    }
  });

  test.each([
    ["an id twice", wave("w1", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"), "wave-exists"],
    ["times of another wave", wave("w2", "2026-02-15T00:00:00Z", "2026-04-01T00:00:00Z"), "waves-overlap"],
    [
      "a trial in the time of a wave",
      wave("t1", "2026-02-15T00:00:00Z", "2026-02-16T00:00:00Z", { trial: true }),
      "waves-overlap",
    ],
    ["an end before its beginning", wave("w2", "2026-06-02T00:00:00Z", "2026-06-01T00:00:00Z"), "wave-times"],
    [
      "an unknown survey",
      { ...wave("w2", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"), survey: "else" },
      "unknown-survey",
    ],
    ["a time that is none", wave("w2", "soon", "2026-07-01T00:00:00Z"), "bad-instant"],
    ["a faulty id", wave("W 2", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"), "bad-id"],
    ["no body of its kind", { department: "riverton" }, "request-faulty"],
  ])("with %s are refused", async (_, body, code) => {
    await expect(place.call(before, "POST", "/api/v1/manage/waves", body)).rejects.toMatchObject({ code });
  });

  test("of which two overlap are not both made at the same moment", async () => {
    const many = ["a", "b", "c", "d"].map((id) =>
      place.call(before, "POST", "/api/v1/manage/waves", wave(id, "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")),
    );
    const outcomes = await Promise.allSettled(many);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { waves } = await place.call<{ waves: Wave[] }>(before, "GET", "/api/v1/manage/waves");
    expect(waves.filter(({ opens }) => opens.startsWith("2027"))).toHaveLength(1);
  });

  test("in a dry run are checked and not made", async () => {
    const body = wave("dry", "2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z");
    await place.call(before, "POST", "/api/v1/manage/waves?dryRun=true", body);
    expect(await place.registry.fresh.wave("riverton", "dry")).toBeUndefined();
    expect(await place.registry.fresh.waveKeys("riverton", "dry")).toBeUndefined();
  });

  test("that are open accept the old instrument beside a new one, planned ones the new one only", async () => {
    const open = wave("open", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
    const planned = wave("planned", "2026-12-01T00:00:00Z", "2026-12-30T00:00:00Z");
    for (const body of [open, planned]) await place.call(before, "POST", "/api/v1/manage/waves", body);
    const old = (await place.registry.fresh.survey("riverton", "core"))!.instrument;
    const files = rivertonFiles({ instrument: { title: { en: "Small, again", es: "Pequeña" } } });
    const applied = await place.call<{ waves: { wave: string }[] }>(
      "2026-10-10T00:00:00Z",
      "PUT",
      "/api/v1/manage/folders",
      { files },
    );
    const now = (await place.registry.fresh.survey("riverton", "core"))!.instrument;
    expect(applied.waves.map((one) => one.wave)).toEqual(["open", "planned", expect.any(String)]);
    expect((await place.registry.fresh.wave("riverton", "open"))!.instruments).toEqual([old, now]);
    expect((await place.registry.fresh.wave("riverton", "planned"))!.instruments).toEqual([now]);
    expect(await place.registry.fresh.instrument("riverton", old)).toBeDefined();
  });

  test("whose imports are closed forget the key that recognizes rows", async () => {
    await place.call("2026-03-01T00:00:00Z", "POST", "/api/v1/manage/waves/riverton/w1/close-imports");
    expect(await place.registry.fresh.waveKeys("riverton", "w1")).toEqual({ page: expect.any(String) });
    expect((await place.registry.fresh.wave("riverton", "w1"))!.importsClosed).toBe("2026-03-01T00:00:00Z");
  });
});

describe("links", () => {
  const links = (count: number, at: string | null) => ({
    department: "riverton",
    survey: "core",
    count,
    place: at,
    mode: "web",
  });

  test("of a place are three at least", async () => {
    await expect(place.call(before, "POST", "/api/v1/manage/links", links(2, "library"))).rejects.toMatchObject({
      code: "place-too-small",
    });
    const made = await place.call<{ links: { id: string }[] }>(
      before,
      "POST",
      "/api/v1/manage/links",
      links(3, "library"),
    );
    expect(new Set(made.links.map(({ id }) => id)).size).toBe(3);
    const one = await place.call<{ links: object[] }>(before, "POST", "/api/v1/manage/links", links(1, "library"));
    expect(one.links).toHaveLength(1);
  });

  test("are revoked once, and a dry run makes none", async () => {
    const { links: made } = await place.call<{ links: { id: string }[] }>(
      before,
      "POST",
      "/api/v1/manage/links",
      links(1, null),
    );
    const id = made[0]!.id;
    const path = `/api/v1/manage/links/${id.toUpperCase()}/revoke`;
    await place.call("2026-01-02T00:00:00Z", "POST", `${path}?dryRun=true`);
    expect((await place.registry.fresh.link(id))!.revoked).toBeUndefined();
    for (const at of ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]) await place.call(at, "POST", path);
    expect((await place.registry.fresh.link(id))!.revoked).toBe("2026-01-02T00:00:00.000Z");
    const known = (await place.registry.fresh.links()).length;
    await place.call(before, "POST", "/api/v1/manage/links?dryRun=true", links(5, null));
    expect(await place.registry.fresh.links()).toHaveLength(known);
  });

  test.each(["GET nothing", "POST waves/riverton", "PUT links", "POST links/zzzzzz/revoke"])(
    "%s is refused",
    async (line) => {
      const [method = "", path = ""] = line.split(" ");
      await expect(place.call(before, method, `/api/v1/manage/${path}`, {})).rejects.toMatchObject({
        code: expect.stringMatching(/^unknown-(route|link)$/),
      });
    },
  );
});

test("nothing that is logged names a link, a key or a text of the folder", () => {
  expect(new Set(place.logged.flatMap((line) => Object.keys(line)))).toEqual(new Set(["outcome", "method", "route"]));
});
