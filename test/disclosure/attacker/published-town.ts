import { createHash } from "node:crypto";
import { publishWaves } from "../../../functions/publish-waves/publish-waves.ts";
import { receiptList } from "../../../lib/disclosure/receipt-list.ts";
import { estimateWaves } from "../../../lib/estimation/estimate-waves.ts";
import type { WaveEstimates } from "../../../lib/estimation/wave-estimates.ts";
import { monthAfter } from "../../../lib/local/demo/months.ts";
import { type Answered, answersOf, drawFrom } from "../../../lib/local/demo/residents.ts";
import { riverbendFolder } from "../../../lib/local/demo/riverbend.ts";
import { never } from "../../../lib/stores/object-store.ts";
import { documentKey } from "../../../lib/stores/registry.ts";
import type { Stores } from "../../../lib/stores/stores.ts";
import { parseAnswers } from "../../../lib/survey/answers.ts";
import { encodeAnswers } from "../../../lib/survey/canonical-answers.ts";
import type { DepartmentFolder } from "../../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../../lib/survey/department-folder.ts";
import type { Response, Stream } from "../../../lib/survey/response.ts";
import type { Wave } from "../../../lib/survey/wave.ts";
import { formatTally } from "../../../lib/tally/format-tally.ts";
import { tallyPlan } from "../../../lib/tally/tally-plan.ts";
import { tallyWave } from "../../../lib/tally/tally-wave.ts";
import { emptyState, memoryStores } from "../../functions/memory-stores.ts";

const instrumentHash = "1".repeat(64);
const first = new Date("2024-01-01T00:00:00Z");

export interface TownPlan {
  readonly waves: number;
  readonly invited: number;
  readonly open: number;
  /** Demographics that are published; default all of the demo. */
  readonly groups?: readonly string[];
  /** Measures of single items beside the indexes made of them. */
  readonly itemMeasures?: boolean;
  /** Answers that arrive after the first release, by index of the wave. */
  readonly late?: Readonly<Record<number, number>>;
}

/** What one release was made from: the exact estimates of the waves and streams that were tallied anew for it. */
export interface ReleaseTruth {
  readonly release: string;
  readonly estimates: readonly WaveEstimates[];
}

/** Everything that lies in the public bucket, and what is behind it. */
export interface PublishedTown {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly truths: readonly ReleaseTruth[];
}

/**
 * The demo's town, published by the publishing job from its tallies: all waves but the last, then the last, then once more
 * the waves to which answers came late. The same numbers every time.
 */
export async function publishTown(plan: TownPlan): Promise<PublishedTown> {
  const state = emptyState();
  const stores = memoryStores(state);
  const folder = await townFolder(plan);
  const { department, survey, population, areas, events, geometry } = folder;
  const instrument = folder.instruments[survey.instrument]!;
  const instruments = { [instrumentHash]: instrument };
  await stores.registry.write(documentKey.department(department.id), department, 0);
  const record = { survey, instrument: instrumentHash, population, areas, events, geometry };
  await stores.registry.write(documentKey.survey(department.id, survey.id), record, 0);
  await stores.registry.write(documentKey.instrument(department.id, instrumentHash), instrument, 0);

  const estimates: WaveEstimates[] = [];
  const tally = async (index: number, late: number, sequence: number): Promise<Wave> => {
    const wave = townWave(folder, index);
    const responses = responsesOf(folder, plan, index, late);
    const tallies: Record<string, { sequence: number; responses: number }> = {};
    for (const [stream, { tally: made, read }] of await tallyWave(pages(responses), townTallyPlan(wave, folder))) {
      const key = `tallies/${department.id}/${survey.id}/${wave.wave}/${stream}/${sequence}.json`;
      await stores.private.create({
        key,
        bytes: formatTally(made),
        contentType: "application/json",
        cacheControl: never,
      });
      estimates.push(...estimateWaves({ survey, population, areas }, instruments, [{ wave, tally: made }]));
      tallies[stream] = { sequence, responses: read };
    }
    await keepReceipts(stores, wave, responses.length);
    const key = documentKey.wave(department.id, wave.wave);
    const stored = await stores.registry.read<Wave>(key);
    const next = { ...(stored?.value ?? wave), tallies };
    await stores.registry.write(key, next, stored?.version ?? 0);
    return wave;
  };
  const truths: ReleaseTruth[] = [];
  const publish = async (at: string): Promise<void> => {
    const random = (bytes: number) => new Uint8Array(bytes).fill(7);
    const time = new Date(Date.parse(at) + 86_400_000).toISOString();
    await publishWaves({ stores, random, log: () => {} })({ source: "mutual-trust.schedule", time });
    const known = new Set(truths.map(({ release }) => release));
    const made = [...state.public.keys()].map((key) => /\/releases\/([^/]+)\/manifest\.json$/.exec(key)?.[1]);
    const release = made.find((one) => one !== undefined && !known.has(one));
    if (release === undefined) return;
    truths.push({ release, estimates: estimates.splice(0) });
  };

  let wave: Wave | undefined;
  for (let index = 0; index < plan.waves - 1; index++) wave = await tally(index, 0, 1);
  if (wave) await publish(wave.closes);
  wave = await tally(plan.waves - 1, 0, 1);
  await publish(wave.closes);
  for (const [index, late] of Object.entries(plan.late ?? {})) {
    await tally(Number(index), late, 2);
    await publish(monthAfter(new Date(wave.closes), 1 + Number(index)).toISOString());
  }
  const files = new Map([...state.public].map(([key, { bytes }]) => [key, bytes]));
  return { files, truths };
}

/** As the tally job does: once, so that a later tally finds the list of the first. */
async function keepReceipts(stores: Stores, { department, survey, wave }: Wave, count: number): Promise<void> {
  const line = (name: string) => createHash("sha256").update(`${wave} ${name}`).digest("hex");
  let made = 0;
  const hashes = Array.from({ length: count }, (_, at) => line(`receipt ${at}`));
  const list = receiptList(hashes, [count], () => line(`random ${made++}`));
  const key = `tallies/${department}/${survey}/${wave}/receipts.json`;
  const bytes = new TextEncoder().encode(JSON.stringify(list));
  await stores.private.create({ key, bytes, contentType: "application/json", cacheControl: never });
}

async function townFolder({ itemMeasures = false, groups }: TownPlan): Promise<DepartmentFolder> {
  const files = await riverbendFolder(monthAfter(first, 9));
  const survey = { ...JSON.parse(files["survey.json"]!), ...(groups && { groups }) };
  const folder = parseDepartmentFolder({ ...files, "survey.json": JSON.stringify(survey) });
  if (!itemMeasures) return folder;
  const instrument = folder.instruments[folder.survey.instrument]!;
  const single = ["respect", "listen", "fair", "explain"].map((id) => ({ id, label: { en: id, es: id }, items: [id] }));
  const measures = [...instrument.measures, ...single];
  return { ...folder, instruments: { [folder.survey.instrument]: { ...instrument, measures } } };
}

function townWave({ department, survey }: DepartmentFolder, index: number): Wave {
  const opens = monthAfter(first, 3 * index);
  return {
    department: department.id,
    survey: survey.id,
    wave: opens.toISOString().slice(0, 7),
    opens: opens.toISOString(),
    closes: monthAfter(opens, 1).toISOString(),
    graceMinutes: 0,
    expires: 2e9,
    trial: false,
    instruments: [instrumentHash],
  };
}

const townTallyPlan = (wave: Wave, { survey, instruments }: DepartmentFolder) =>
  tallyPlan(wave, survey, { [instrumentHash]: instruments[survey.instrument]! });

const modes = ["web", "web", "web", "paper", "web", "phone", "web", "paper"] as const;

/** The answers of a wave: the first are the same however many arrive late. Late ones come on paper. */
function responsesOf(folder: DepartmentFolder, plan: TownPlan, index: number, late: number): readonly Response[] {
  const draw = drawFrom(index + 1);
  const people = (stream: Stream, count: number) =>
    answersOf(index, count, draw, stream === "open").map((one, at) => ({ one, stream, at, mode: modes[at % 8]! }));
  const inTime = [...people("invited", plan.invited), ...people("open", plan.open)];
  const lateDraw = drawFrom(1000 + index);
  const lately = answersOf(index, late, lateDraw, false).map((one, at) => ({
    one,
    stream: "invited" as const,
    at,
    mode: "paper" as const,
  }));
  return [...inTime, ...lately].map(({ one, stream, at, mode }) => responseOf(folder, one, stream, at, mode));
}

function responseOf(
  { survey, instruments, areas }: DepartmentFolder,
  { answers, language }: Answered,
  stream: Stream,
  at: number,
  mode: "web" | "paper" | "phone",
): Response {
  const instrument = instruments[survey.instrument]!;
  return {
    submission: "0".repeat(32),
    instrument: instrumentHash,
    stream,
    place: null,
    mode,
    language,
    designClass: "@1",
    flags: at % 40 === 7 ? ["fast"] : [],
    answers: encodeAnswers(instrument, parseAnswers(instrument, areas, answers, "json")),
    digest: "",
    expires: 2e9,
  };
}

async function* pages(responses: readonly Response[]): AsyncIterable<readonly Response[]> {
  yield responses;
}
