import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import { checkedKey, keyIdsOf } from "../../lib/publishing/signed-file.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { checkSignature } from "./check-signature.ts";
import { deadlyCalls, dyingStores } from "./dying-stores.ts";
import { copyOf, emptyState, memoryStores } from "./memory-stores.ts";
import { people, quarter, settle, tally } from "./small-town.ts";

const random = (bytes: number) => new Uint8Array(bytes).fill(7);
const log = () => {};
const at = Date.UTC(2026, 6, 2, 12);
/** When a run that was killed holds its lease no more. */
const later = () => Date.now() + 120_000;
const event = (when: number) => ({ source: "mutual-trust.schedule" as const, time: new Date(when).toISOString() });

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Everything public, and how the ledger reads, but for the moments at which it was written, which a feed tells too. A signature is another one each time:
 * of it counts whose it is, when it is good.
 */
async function outcome(stores: Stores): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const read = async (key: string) => (await stores.public.read(key))!.bytes;
  for await (const { key } of stores.public.list("")) {
    if (key.endsWith(".sig.json")) {
      const signer = checkedKey(await read(key.replace(".sig.", ".")), await read(key), sha256, checkSignature);
      files[key] = `signed by ${signer}`;
      expect(keyIdsOf(await read("data/keys.json"), sha256), key).toEqual([signer]);
    } else if (key.endsWith("/feed.xml"))
      files[key] = Buffer.from(await read(key))
        .toString()
        .replace(/(?<=<(updated|published)>)[^<]+/g, "");
    else files[key] = sha256(await read(key));
  }
  for await (const { key, value } of stores.registry.list("release", "riverton/trust")) {
    files[`ledger ${key.id}`] = JSON.stringify({ ...(value as object), published: "" });
  }
  return files;
}

/** A survey whose first wave is released and whose second waits to be. */
const before = emptyState();
{
  const stores = memoryStores(before);
  await settle(stores);
  await tally(stores, quarter(1), people(1, 90, "invited"));
  await publishWaves({ stores, random, log })(event(at - 86_400_000));
  await tally(stores, quarter(2), people(2, 90, "invited"));
}
const waiting = (run: (stores: Stores) => Promise<void>): Promise<void> => run(memoryStores(copyOf(before)));

async function undisturbed(): Promise<{ calls: readonly string[]; result: Record<string, string> }> {
  let calls: readonly string[] = [];
  let result: Record<string, string> = {};
  await waiting(async (stores) => {
    const counted = dyingStores(stores, Number.POSITIVE_INFINITY);
    await publishWaves({ stores: counted.stores, random, log })(event(at));
    calls = counted.calls;
    result = await outcome(stores);
  });
  return { calls, result };
}

const whole = await undisturbed();
/** `KILLS=all` kills before every single call; by default only where that leaves something else behind. */
const deadly = process.env.KILLS === "all" ? whole.calls.map((_, before) => before + 1) : deadlyCalls(whole.calls);

test("killed at any one call and run again, the release is the same", async () => {
  expect(deadly.length).toBeGreaterThan(60);
  for (const call of deadly) {
    await waiting(async (stores) => {
      const dying = dyingStores(stores, call);
      const first = await publishWaves({ stores: dying.stores, random, log })(event(at)).catch(
        (error: unknown) => error,
      );
      expect(first, `call ${call}`).toBeInstanceOf(Error);
      await publishWaves({ stores, clock: later, random, log })(event(at + 120_000));
      expect(await outcome(stores), `killed at call ${call}`).toEqual(whole.result);
    });
  }
}, 300_000);

test("what a killed run left is withdrawn when more answers make another release of it", async () => {
  const folder = "data/riverton/trust/releases/";
  const folders = async ({ public: files }: Stores) =>
    [...new Set(await Array.fromAsync(files.list(folder), ({ key }) => key.split("/")[4]!))].toSorted();
  const ledger = async ({ registry }: Stores) =>
    (await Array.fromAsync(registry.list("release", "riverton/trust"), ({ key }) => key.id)).toSorted();
  let left = 0;
  for (let call = 30; call < 100; call += 10) {
    await waiting(async (stores) => {
      const killed = publishWaves({ stores: dyingStores(stores, call).stores, random, log });
      await expect(killed(event(at)), `call ${call}`).rejects.toBeInstanceOf(Error);
      if ((await folders(stores)).length > (await ledger(stores)).length) left++;
      await tally(stores, quarter(2), people(2, 130, "invited"));
      await publishWaves({ stores, clock: later, random, log })(event(at + 120_000));
      expect(await folders(stores), `killed at call ${call}`).toEqual(await ledger(stores));
    });
  }
  expect(left).toBeGreaterThan(2);
});

test("both releases are signed, and the signature that stands first stays", async () => {
  const signed = Object.keys(whole.result).filter((key) => key.endsWith("manifest.sig.json"));
  expect(signed.map((key) => key.replace(/[0-9a-f]{12}/, "#"))).toEqual([
    "data/riverton/trust/latest/manifest.sig.json",
    "data/riverton/trust/releases/2026-q1-#/manifest.sig.json",
    "data/riverton/trust/releases/2026-q2-#/manifest.sig.json",
  ]);
  await waiting(async (stores) => {
    const read = async (key: string) => sha256((await stores.public.read(key))!.bytes);
    const first = await read(signed[1]!);
    await publishWaves({ stores, random, log })(event(at));
    const second = await read(signed[2]!);
    await publishWaves({ stores, clock: later, random, log })(event(at + 120_000));
    expect([await read(signed[1]!), await read(signed[2]!)]).toEqual([first, second]);
    expect(await read(signed[0]!)).toBe(second);
  });
});

test("eight runs at once release once", () =>
  waiting(async (stores) => {
    const runs = Array.from({ length: 8 }, () => publishWaves({ stores, random, log })(event(at)));
    await Promise.allSettled(runs);
    await publishWaves({ stores, clock: later, random, log })(event(at + 120_000));
    expect(await outcome(stores)).toEqual(whole.result);
  }));
