import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnswerStore } from "../../lib/stores/answer-store.ts";
import { collected, sampleHash, sampleResponse, sampleWave } from "./sample-response.ts";

export interface OpenedStore<Store> {
  readonly store: Store;
  close(): Promise<void>;
}

const early = 0;

/** What every AnswerStore promises, whatever it is made of. */
export function answerStoreContract(name: string, open: () => Promise<OpenedStore<AnswerStore>>): void {
  describe(`answers in ${name}`, () => {
    let opened: OpenedStore<AnswerStore>;
    let store: AnswerStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    const load = async (wave = sampleWave(), count = 1) => {
      const invitations = Array.from({ length: count }, () => ({ hash: sampleHash(), designClass: "north@1.5" }));
      await store.addInvitations(wave, invitations);
      return { wave, hashes: invitations.map(({ hash }) => hash) };
    };

    test.each([
      ["the plainest", {}],
      [
        "every field",
        { place: "library", mode: "paper" as const, stream: "invited" as const, flags: ["fast", "straight"] },
      ],
      ["letters of many scripts", { language: "zh-Hans", answers: '["مرحبا","Ñandú","😀\\u0000","=1+1"]' }],
      ["answers that are not canonical", { answers: '[ 4, {"missing":"other"}, {"missing":"dk","more":1} ]' }],
      [
        "every missing code",
        { answers: JSON.stringify(["dk", "ref", "skip", "na", "notasked", "break"].map((missing) => ({ missing }))) },
      ],
      ["a digest that is no hash", { digest: "d", instrument: "core-1" }],
      ["a weight with 17 digits", { designClass: "a@b@0.12345678901234568" }],
      ["a long text", { answers: JSON.stringify(["x".repeat(60_000)]) }],
    ])("a response comes back as it went in: %s", async (_what, change) => {
      const wave = sampleWave();
      const response = sampleResponse(change);
      expect(await store.add(wave, response)).toBe("stored");
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("the same submission and digest again is already there, the first stands", async () => {
      const wave = sampleWave();
      const response = sampleResponse();
      expect(await store.add(wave, response)).toBe("stored");
      expect(await store.add(wave, { ...response, flags: ["fast"], place: "library" })).toBe("already");
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("the same submission with another digest is refused, the first stands", async () => {
      const wave = sampleWave();
      const response = sampleResponse();
      await store.add(wave, response);
      expect(await store.add(wave, { ...response, answers: "[1]", digest: sampleHash() })).toBe("refused");
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("one submission sent 64 times at once is stored once", async () => {
      const wave = sampleWave();
      const response = sampleResponse();
      const outcomes = await Promise.all(Array.from({ length: 64 }, () => store.add(wave, response)));
      expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "already")).toHaveLength(63);
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("one submission with 16 different answers at once is stored once, the others are refused", async () => {
      const wave = sampleWave();
      const { submission } = sampleResponse();
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, n) => store.add(wave, sampleResponse({ submission, answers: `[${n}]` }))),
      );
      expect(outcomes.toSorted()).toEqual([...Array(15).fill("refused"), "stored"]);
      expect(await collected(store.ofWave(wave, early))).toHaveLength(1);
    });

    test("the same submission in two waves is two responses", async () => {
      const [one, other] = [sampleWave(), sampleWave()];
      const response = sampleResponse();
      expect([await store.add(one, response), await store.add(other, response)]).toEqual(["stored", "stored"]);
    });

    test("an invitation is spent with its response", async () => {
      const { wave, hashes } = await load();
      const response = sampleResponse({ stream: "invited", designClass: "north@1.5" });
      expect(await store.invitation(wave, hashes[0]!)).toEqual({ designClass: "north@1.5", spent: false });
      expect(await store.addInvited(wave, response, hashes[0]!)).toBe("stored");
      expect(await store.invitation(wave, hashes[0]!)).toEqual({ designClass: "north@1.5", spent: true });
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("a spent invitation stores nothing else; its own submission again is already there", async () => {
      const { wave, hashes } = await load();
      const response = sampleResponse();
      await store.addInvited(wave, response, hashes[0]!);
      expect(await store.addInvited(wave, sampleResponse(), hashes[0]!)).toBe("refused");
      expect(await store.addInvited(wave, { ...response, digest: sampleHash() }, hashes[0]!)).toBe("refused");
      expect(await store.addInvited(wave, response, hashes[0]!)).toBe("already");
      expect(await collected(store.ofWave(wave, early))).toEqual([response]);
    });

    test("an unknown invitation stores nothing", async () => {
      const wave = sampleWave();
      expect(await store.addInvited(wave, sampleResponse(), sampleHash())).toBe("refused");
      expect(await collected(store.ofWave(wave, early))).toEqual([]);
      expect(await store.invitation(wave, sampleHash())).toBeUndefined();
    });

    test("an invitation of another wave stores nothing and stays unspent", async () => {
      const { wave, hashes } = await load();
      expect(await store.addInvited(sampleWave(), sampleResponse(), hashes[0]!)).toBe("refused");
      expect(await store.invitation(wave, hashes[0]!)).toMatchObject({ spent: false });
    });

    test("a submission that is there already spends no second invitation", async () => {
      const { wave, hashes } = await load(undefined, 2);
      const response = sampleResponse();
      await store.addInvited(wave, response, hashes[0]!);
      expect(await store.addInvited(wave, response, hashes[1]!)).toBe("already");
      expect(await store.addInvited(wave, { ...response, digest: sampleHash() }, hashes[1]!)).toBe("refused");
      expect(await store.invitation(wave, hashes[1]!)).toMatchObject({ spent: false });
    });

    test("64 people with the same 10 codes at once: each code counts once", async () => {
      const { wave, hashes } = await load(undefined, 10);
      const outcomes = await Promise.all(
        hashes.map((hash) =>
          Promise.all(Array.from({ length: 64 }, () => store.addInvited(wave, sampleResponse(), hash))),
        ),
      );
      for (const outcome of outcomes) expect(outcome.filter((one) => one === "stored")).toHaveLength(1);
      expect(outcomes.flat().filter((one) => one === "refused")).toHaveLength(10 * 63);
      expect(await collected(store.ofWave(wave, early))).toHaveLength(10);
      expect(await store.invitationCounts(wave)).toEqual({ loaded: 10, spent: 10 });
    });

    test("invitations loaded again are left as they are", async () => {
      const { wave, hashes } = await load(undefined, 40);
      await store.addInvited(wave, sampleResponse(), hashes[0]!);
      const again = [...hashes, sampleHash()].map((hash) => ({ hash, designClass: "south@2" }));
      expect(await store.addInvitations(wave, again)).toBe(1);
      expect(await store.invitation(wave, hashes[0]!)).toEqual({ designClass: "north@1.5", spent: true });
      expect(await store.invitationCounts(wave)).toEqual({ loaded: 41, spent: 1 });
    });

    test("no invitations are no trouble", async () => {
      const wave = sampleWave();
      expect(await store.addInvitations(wave, [])).toBe(0);
      expect(await store.invitationCounts(wave)).toEqual({ loaded: 0, spent: 0 });
    });

    test("a wave beyond a megabyte comes in pages, every response once", async () => {
      const wave = sampleWave();
      const sent = Array.from({ length: 96 }, (_, n) =>
        sampleResponse({ answers: JSON.stringify([`${n}`.repeat(15_000)]) }),
      );
      for (let from = 0; from < sent.length; from += 16) {
        await Promise.all(sent.slice(from, from + 16).map((response) => store.add(wave, response)));
      }
      let pages = 0;
      const seen: string[] = [];
      for await (const page of store.ofWave(wave, early)) {
        pages++;
        expect(page.reduce((sum, { answers }) => sum + answers.length, 0)).toBeLessThan(1_200_000);
        seen.push(...page.map(({ submission }) => submission));
      }
      expect(pages).toBeGreaterThan(1);
      expect(seen.toSorted()).toEqual(sent.map(({ submission }) => submission).toSorted());
    });

    test("a wave of many small responses comes whole, and a reader may stop early", async () => {
      const wave = sampleWave();
      const sent = Array.from({ length: 2_500 }, () => sampleResponse({ answers: "[1]" }));
      for (let from = 0; from < sent.length; from += 50) {
        await Promise.all(sent.slice(from, from + 50).map((response) => store.add(wave, response)));
      }
      const seen = await collected(store.ofWave(wave, early));
      expect(new Set(seen.map(({ submission }) => submission)).size).toBe(2_500);
      for await (const page of store.ofWave(wave, early)) {
        expect(page.length).toBeGreaterThan(0);
        break;
      }
    });

    test("what has expired is not read, deleted or not", async () => {
      const wave = sampleWave();
      const [gone, kept] = [sampleResponse({ expires: 1_000 }), sampleResponse({ expires: 1_001 })];
      await store.add(wave, gone);
      await store.add(wave, kept);
      expect(await collected(store.ofWave(wave, 999))).toHaveLength(2);
      expect(await collected(store.ofWave(wave, 1_000))).toEqual([kept]);
      expect(await collected(store.ofWave(wave, 1_001))).toEqual([]);
    });

    test("a submission is known for ever: after its expiry it is still not stored again", async () => {
      const wave = sampleWave();
      const response = sampleResponse({ expires: 1_000 });
      await store.add(wave, response);
      expect(await store.add(wave, response)).toBe("already");
    });

    test("deleting a wave takes its responses, invitations and receipts, and no other's", async () => {
      const { wave, hashes } = await load(undefined, 30);
      const other = await load({ ...wave, wave: `${wave.wave}-b` });
      await Promise.all(hashes.slice(0, 20).map((hash) => store.addInvited(wave, sampleResponse(), hash)));
      await Promise.all(Array.from({ length: 20 }, () => store.add(wave, sampleResponse())));
      await store.add(other.wave, sampleResponse());
      await store.addReceipt(wave, sampleHash());
      expect(await store.deleteWave(wave)).toBe(40);
      expect(await collected(store.ofWave(wave, early))).toEqual([]);
      expect(await collected(store.receipts(wave))).toEqual([]);
      expect(await store.invitationCounts(wave)).toEqual({ loaded: 0, spent: 0 });
      expect(await collected(store.ofWave(other.wave, early))).toHaveLength(1);
      expect(await store.invitationCounts(other.wave)).toEqual({ loaded: 1, spent: 0 });
      expect(await store.deleteWave(wave)).toBe(0);
    });

    test("receipts are a set apart from the answers", async () => {
      const wave = sampleWave();
      const hashes = Array.from({ length: 20 }, sampleHash);
      await Promise.all([...hashes, ...hashes].map((hash) => store.addReceipt(wave, hash)));
      expect((await collected(store.receipts(wave))).toSorted()).toEqual(hashes.toSorted());
      expect(await collected(store.ofWave(wave, early))).toEqual([]);
    });

    test("a wave without answers is empty", async () => {
      expect(await collected(store.ofWave(sampleWave(), early))).toEqual([]);
    });
  });
}
