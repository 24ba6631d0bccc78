import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import type { AnswerStore } from "../../../lib/stores/answer-store.ts";
import type { RegistryStore } from "../../../lib/stores/registry-store.ts";
import { answerOf, codeHash, jsonEvent, link, residentTown, type Town, version, wave } from "../resident-town.ts";

const codes = 1_000;
const clients = 64;
const codeOf = (index: number): string =>
  `${"0123456789abcdefghjkmnpqrstvwxyz"[index % 32]}zzzz${String(index).padStart(5, "0")}`;

let town: Town;
beforeAll(async () => {
  town = await residentTown();
  await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
  const invitations = Array.from({ length: codes }, (_, index) => ({
    hash: codeHash(codeOf(index)),
    designClass: "@1",
  }));
  await town.needs.stores.answers.addInvitations(wave, invitations);
});
afterAll(() => town.close());

let made = 0;
const submissionWith = (code: string) =>
  jsonEvent({
    link,
    wave: wave.wave,
    instrument: version,
    submission: (++made).toString(16).padStart(32, "0"),
    language: "en",
    answers: { respect: 4 },
    code,
  });

test("64 people at once with each of 1,000 codes: exactly 1,000 answers, and one acknowledgement for each code", {
  timeout: 180_000,
}, async () => {
  const door = submitDoor(town.needs);
  const statuses = new Map<number, number>();
  for (let index = 0; index < codes; index++) {
    const send = () => answerOf(door, submissionWith(codeOf(index)));
    const answers = await Promise.all(Array.from({ length: clients }, send));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (answers.filter(({ status }) => status === 201).length !== 1) expect.unreachable(`code ${index}`);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 201: codes, 409: codes * (clients - 1) });
  expect(await town.stored()).toHaveLength(codes);
  expect(await town.needs.stores.answers.invitationCounts(wave)).toEqual({ loaded: codes, spent: codes });
});

/** Which calls a store got, in their order. */
function counted<Store extends object>(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(of, name) {
      calls.push(String(name));
      const value = Reflect.get(of, name) as unknown;
      return typeof value === "function" ? value.bind(of) : value;
    },
  });
}

test("a spent code and one that never was: the same bytes after the same store calls, in about the same time", {
  timeout: 60_000,
}, async ({ annotate }) => {
  const calls: string[] = [];
  const { stores } = town.needs;
  const answers: AnswerStore = counted(stores.answers, calls);
  const registry: RegistryStore = counted(stores.registry, calls);
  const door = submitDoor({ ...town.needs, stores: { ...stores, answers, registry } });
  for (let index = 0; index < 500; index++) await answerOf(door, submissionWith(codeOf(index)));
  const times: Record<"spent" | "unknown", number[]> = { spent: [], unknown: [] };
  const bodies = new Set<string>();
  const sequences = new Set<string>();
  for (let round = 0; round < 500; round++) {
    // Interleaved, and each first in every other round: what else the machine does falls on both.
    const pair = [["spent", codeOf(round)] as const, ["unknown", `yyyyy${String(round).padStart(5, "0")}`] as const];
    for (const [kind, code] of round % 2 ? pair : pair.toReversed()) {
      calls.length = 0;
      const event = submissionWith(code);
      const begun = performance.now();
      const answer = await answerOf(door, event);
      times[kind].push(performance.now() - begun);
      bodies.add(JSON.stringify(answer));
      sequences.add(calls.join());
    }
  }
  expect([...bodies]).toEqual([expect.stringContaining('"status":409')]);
  expect([...sequences]).toEqual(["invitation,addInvited"]);
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const [spent, unknown] = [median(times.spent), median(times.unknown)];
  await annotate(
    `medians: spent ${spent.toFixed(3)} ms, unknown ${unknown.toFixed(3)} ms, ratio ${(spent / unknown).toFixed(3)}`,
  );
  // 5 % on a quiet machine; a test that shares its machine can only refuse what is plainly another way.
  expect(Math.max(spent / unknown, unknown / spent)).toBeLessThan(1.5);
});
