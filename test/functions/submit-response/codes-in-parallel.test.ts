import { afterAll, beforeAll, expect, test } from "vitest";
import { submitDoor } from "../../../functions/submit-response/door.ts";
import type { AnswerStore } from "../../../lib/stores/answer-store.ts";
import type { RegistryStore } from "../../../lib/stores/registry-store.ts";
import { answerOf, codeHash, jsonEvent, link, residentTown, type Town, version, wave } from "../resident-town.ts";

/** `CODES=1000` races for a thousand. */
const codes = Number(process.env.CODES ?? 300);
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

test(`64 people at once with each of ${codes} codes: exactly as many answers, and one acknowledgement for each code`, {
  timeout: 60_000 + codes * 200,
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

// Whether time tells them apart is measured by `npm run bench -- --only codes`: a test shares its machine.
test("a spent code and one that never was: the same bytes after the same store calls", async () => {
  const calls: string[] = [];
  const { stores } = town.needs;
  const answers: AnswerStore = counted(stores.answers, calls);
  const registry: RegistryStore = counted(stores.registry, calls);
  const door = submitDoor({ ...town.needs, stores: { ...stores, answers, registry } });
  for (let index = 0; index < 200; index++) await answerOf(door, submissionWith(codeOf(index)));
  const bodies = new Set<string>();
  const sequences = new Set<string>();
  for (let index = 0; index < 200; index++) {
    for (const code of [codeOf(index), `yyyyy${String(index).padStart(5, "0")}`]) {
      calls.length = 0;
      bodies.add(JSON.stringify(await answerOf(door, submissionWith(code))));
      sequences.add(calls.join());
    }
  }
  expect([...bodies]).toEqual([expect.stringContaining('"status":409')]);
  expect([...sequences]).toEqual(["invitation,addInvited,read"]);
});
