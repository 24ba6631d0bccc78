import { submitDoor } from "../../functions/submit-response/door.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { answerOf, codeHash, jsonEvent, link, residentTown, version, wave } from "../functions/resident-town.ts";
import { startCloudEngines } from "../stores/cloud-engines.ts";
import { cloudStores } from "../stores/cloud-stores.ts";
import { hasDynamoEngine } from "../stores/dynamodb-engine.ts";
import { type TemporaryStores, temporaryStores } from "../stores/temporary-stores.ts";
import { type Benchmark, type BenchmarkRow, median } from "./benchmark.ts";

const spentCodes = 1_000;
const mostApart = 1.05;
/** `0000000123`: as a letter code is typed. */
const codeOf = (first: string, index: number): string => `${first}${String(index).padStart(10 - first.length, "0")}`;

interface Kind {
  readonly name: string;
  readonly pairs: number;
  open(): Promise<Pick<TemporaryStores, "stores" | "close">>;
}

async function openCloud(): Promise<Pick<TemporaryStores, "stores" | "close">> {
  const engines = await startCloudEngines();
  const { dynamo, s3, answers, registry, objects } = cloudStores(engines);
  const signer: Stores["signer"] = { sign: () => Promise.reject(new Error("nothing is signed here")) };
  return {
    stores: { answers, registry, public: objects, private: objects, signer },
    async close() {
      dynamo.destroy();
      s3.destroy();
      await engines.close();
    },
  };
}

const kinds: readonly Kind[] = [
  { name: "embedded stores", pairs: 10_000, open: temporaryStores },
  ...(hasDynamoEngine ? [{ name: "DynamoDB's protocol", pairs: 5_000, open: openCloud }] : []),
];

/** Milliseconds of each pair, one after the other in an order that chance decides. */
interface Pairs {
  readonly spent: readonly number[];
  readonly unknown: readonly number[];
}

/** @throws Error when the two are not answered by the same bytes */
async function measure({ pairs, open }: Kind): Promise<Pairs> {
  const opened = await open();
  const town = await residentTown([wave], opened as TemporaryStores);
  try {
    await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
    const codes = Array.from({ length: spentCodes }, (_, index) => codeOf("s", index));
    const invitations = codes.map((code) => ({ hash: codeHash(code), designClass: "@1" }));
    await opened.stores.answers.addInvitations(wave, invitations);
    const door = submitDoor({ ...town.needs, log: () => undefined });
    let made = 0;
    const send = async (code: string): Promise<{ milliseconds: number; answer: string }> => {
      const submission = (++made).toString(16).padStart(32, "0");
      const body = { link, wave: wave.wave, instrument: version, submission, language: "en", answers: { respect: 4 } };
      const event = jsonEvent({ ...body, code });
      const begun = performance.now();
      const answer = await answerOf(door, event);
      return { milliseconds: performance.now() - begun, answer: JSON.stringify(answer) };
    };
    for (const code of codes) await send(code);
    const times = { spent: [] as number[], unknown: [] as number[] };
    const answers = new Set<string>();
    for (let pair = -pairs / 10; pair < pairs; pair++) {
      const codes = { spent: codeOf("s", Math.abs(pair) % spentCodes), unknown: codeOf("t", Math.abs(pair)) };
      const order = Math.random() < 0.5 ? (["spent", "unknown"] as const) : (["unknown", "spent"] as const);
      for (const kind of order) {
        const { milliseconds, answer } = await send(codes[kind]);
        answers.add(answer);
        if (pair >= 0) times[kind].push(milliseconds);
      }
    }
    if (answers.size !== 1) throw new Error(`${answers.size} different answers to codes that cannot be used`);
    return times;
  } finally {
    await town.close();
  }
}

/**
 * How often chance alone makes one of a pair the slower one at least so much more often than the other: the sign test, by the
 * normal approximation.
 */
export function signTest(a: readonly number[], b: readonly number[]): number {
  const slower = a.filter((value, at) => value > b[at]!).length;
  const z = Math.max(0, Math.abs(slower - a.length / 2) - 0.5) / Math.sqrt(a.length / 4);
  return 2 * (1 - normal(z));
}

/** The standard normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

async function* codeRows(): AsyncIterable<BenchmarkRow> {
  for (const kind of kinds) {
    const { spent, unknown } = await measure(kind);
    const ratio = median(spent) / median(unknown);
    yield {
      job: `a letter code that is spent, ${kind.name}`,
      ours: `${median(spent).toFixed(3)} ms`,
      peer: `a code that never was: ${median(unknown).toFixed(3)} ms`,
      ratio: `${ratio.toFixed(3)}×`,
      budget: { text: "within 5 %", isKept: Math.max(ratio, 1 / ratio) <= mostApart },
      checked: `the same bytes, ${kind.pairs} pairs; p of the sign test ${signTest(spent, unknown).toFixed(2)}`,
    };
  }
}

export const benchmark: Benchmark = {
  name: "codes",
  about: "whether time tells a spent letter code from one that never was",
  rows: codeRows,
};
