import { createHmac } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importResponses } from "../../functions/import-responses/import-responses.ts";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import type { Response } from "../../lib/survey/response.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { rivertonFiles } from "./riverton.ts";

let place: Installation;
let serial = 0;
let wave = "";
const before = "2026-01-01T00:00:00Z";
/** Each test has a wave of its own, a day long. */
const day = (n: number) => new Date(Date.parse("2026-02-01T00:00:00Z") + n * 86_400_000).toISOString();
const open = () => day(2 * serial);

beforeAll(async () => {
  place = await openInstallation();
  await place.call(before, "PUT", "/api/v1/manage/folders", { files: rivertonFiles() });
});
beforeEach(async () => {
  serial++;
  wave = `w${serial}`;
  const body = { department: "riverton", survey: "core", wave, opens: day(2 * serial), closes: day(2 * serial + 1) };
  await place.call(before, "POST", "/api/v1/manage/waves", body);
});
afterAll(() => place.close());

const row = (line: number, more: object = {}) => ({
  line,
  answers: { respect: "3", listen: "dk", tenure: "own" },
  stream: "invited",
  mode: "paper",
  weight: 1.25,
  identity: `id\n${line}`,
  ...more,
});
const send = async (rows: readonly object[], { at = open(), query = "" } = {}) =>
  (
    await place.call<{ rows: readonly { line: number; outcome: string; reason?: string }[] }>(
      at,
      "POST",
      `/api/v1/import/riverton/${wave}${query}`,
      { rows },
    )
  ).rows;
const stored = async (): Promise<readonly Response[]> => {
  const all: Response[] = [];
  const name = { department: "riverton", survey: "core", wave };
  for await (const page of place.stores.answers.ofWave(name, Date.parse(open()) / 1000)) all.push(...page);
  return all;
};

test("a row is stored as the web would store it, with its base weight and without its identity", async () => {
  expect(await send([row(2)])).toEqual([{ line: 2, outcome: "stored" }]);
  const [response] = await stored();
  const keys = await place.registry.fresh.waveKeys("riverton", wave);
  const id = createHmac("sha256", Buffer.from(keys!.import!, "hex")).update("id\n2").digest("hex").slice(0, 32);
  expect(response).toMatchObject({
    submission: id,
    stream: "invited",
    mode: "paper",
    language: "en",
    place: null,
    designClass: "@1.25",
    flags: [],
    answers: '[3,"dk","own"]',
  });
});

test("a second import adds nothing, whatever is new is added", async () => {
  await send([row(2), row(3)]);
  expect((await send([row(2), row(3), row(4)])).map(({ outcome }) => outcome)).toEqual([
    "already",
    "already",
    "stored",
  ]);
  expect(await stored()).toHaveLength(3);
});

test("the same id with other answers is refused, within a call as well", async () => {
  const other = { answers: { respect: "1", listen: "1", tenure: "rent" } };
  const outcomes = await send([row(2), row(3, { identity: "id\n2", ...other }), row(4, { identity: "id\n2" })]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["stored", "refused", "already"]);
  expect(outcomes[1]!.reason).toContain("same id");
});

test("the earlier of two rows with one id stands, however slowly it is stored", async () => {
  const { stores } = place;
  let slowest = 40;
  const answers: AnswerStore = {
    ...stores.answers,
    add: async (name, response) => {
      slowest -= 20;
      await setTimeout(slowest);
      return stores.answers.add(name, response);
    },
  };
  const rows = [row(2), row(3, { identity: "id\n2", answers: { respect: "1", listen: "1", tenure: "rent" } })];
  const event = {
    pathParameters: { department: "riverton", wave },
    requestContext: { timeEpoch: Date.parse(open()) },
    body: JSON.stringify({ rows }),
  };
  await importResponses({ stores: { ...stores, answers }, log: () => {} })(event as never);
  expect((await stored()).map((response) => response.answers)).toEqual(['[3,"dk","own"]']);
});

test.each([
  ["an answer off the scale", { answers: { respect: "4" } }, "respect"],
  ["an unknown item", { answers: { respekt: "3" } }, "respekt"],
  ["a language the instrument has not", { language: "fr" }, "language"],
  ["a stratum that is no id", { stratum: "North Side" }, "stratum"],
  ["a weight of 0", { weight: 0 }, "weight"],
  ["a mode that is none", { mode: "fax" }, "mode"],
  ["a code without invitations", { code: "K7Q2M-9XR4T" }, "code"],
])("%s refuses its row with the reason and no other row", async (_, more, field) => {
  const outcomes = await send([row(2, more), row(3)]);
  expect(outcomes[0]).toMatchObject({ line: 2, outcome: "refused", reason: expect.stringContaining(field) });
  expect(outcomes[1]).toEqual({ line: 3, outcome: "stored" });
});

test("more than 200 rows are refused as a whole", async () => {
  await expect(send(Array.from({ length: 201 }, (_, at) => row(at + 2)))).rejects.toMatchObject({
    code: "import-faulty",
  });
});

test("a dry run says what would be, and stores nothing", async () => {
  const outcomes = await send([row(2), row(3, { answers: { respect: "9" } })], { query: "?dryRun=true" });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["valid", "refused"]);
  expect(await stored()).toEqual([]);
});

describe("the time of a wave", () => {
  test("before it opens and after its answers expired nothing is taken; after closing it is", async () => {
    await expect(send([row(2)], { at: before })).rejects.toMatchObject({ code: "import-not-yet" });
    await expect(send([row(2)], { at: "2027-02-01T00:00:00Z" })).rejects.toMatchObject({ code: "wave-sealed" });
    expect(await send([row(2)], { at: day(2 * serial + 30) })).toEqual([{ line: 2, outcome: "stored" }]);
  });

  test("closed imports and a cancelled wave take nothing", async () => {
    await place.call(open(), "POST", `/api/v1/manage/waves/riverton/${wave}/close-imports`);
    await expect(send([row(2)])).rejects.toMatchObject({ code: "imports-closed" });
    await place.call(open(), "POST", `/api/v1/manage/waves/riverton/${wave}/cancel`);
    await expect(send([row(2)])).rejects.toMatchObject({ code: "wave-cancelled" });
  });
});

describe("letter codes", () => {
  const pepper = "ab".repeat(32);
  const hashOf = (code: string) => createHmac("sha256", Buffer.from(pepper, "hex")).update(code).digest("hex");
  const codes = ["k7q2m9xr4t", "0123456789"];
  const load = (more: object = {}, at = open()) =>
    place.call<{ added: number }>(at, "POST", `/api/v1/invitations/riverton/${wave}`, {
      pepper,
      invitations: codes.map((code) => ({ hash: hashOf(code), designClass: "north@2.5" })),
      ...more,
    });

  test("are spent with the row, once, and bring their design class", async () => {
    expect((await load()).added).toBe(2);
    expect((await load()).added).toBe(0);
    const outcomes = await send([
      row(2, { code: "K7Q2M-9XR4T" }),
      row(3, { code: "k7q2m9xr4t" }),
      row(4, { code: "zzzzzzzzzz" }),
      row(5, { code: "K7Q2M-9XR4T", stream: "open", identity: "id\n5" }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["refused", "refused", "refused", "stored"]);
    expect((await stored()).map(({ designClass }) => designClass)).toEqual(["north@2.5"]);
    const name = { department: "riverton", survey: "core", wave };
    expect(await place.stores.answers.invitationCounts(name)).toEqual({ loaded: 2, spent: 1 });
  });

  test("sent again with the same row are the same row", async () => {
    await load();
    await send([row(2, { code: codes[0] })]);
    expect(await send([row(2, { code: codes[0] })])).toEqual([{ line: 2, outcome: "already" }]);
  });

  test.each([
    ["of another ledger", { pepper: "cd".repeat(32) }, "pepper-differs"],
    ["with a faulty hash", { invitations: [{ hash: "zz", designClass: "@1" }] }, "request-faulty"],
    ["with a weight of 0", { invitations: [{ hash: hashOf("x"), designClass: "@0" }] }, "request-faulty"],
  ])("%s are refused", async (_, more, code) => {
    await load();
    await expect(load(more)).rejects.toMatchObject({ code });
  });

  test("lose their pepper only after the wave, and then are known to nobody", async () => {
    await load();
    const destroy = (at: string) =>
      place.call(at, "POST", `/api/v1/invitations/riverton/${wave}`, { destroyPepper: true });
    await expect(destroy(open())).rejects.toMatchObject({ code: "pepper-in-use" });
    const after = day(2 * serial + 1.5);
    await destroy(after);
    expect((await place.registry.fresh.waveKeys("riverton", wave))!.pepper).toBeUndefined();
    expect((await send([row(2, { code: codes[0] })], { at: after }))[0]!.outcome).toBe("refused");
    await expect(load({}, after)).rejects.toMatchObject({ code: "wave-not-open" });
  });
});
