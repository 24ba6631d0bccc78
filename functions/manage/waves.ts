import * as z from "zod";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { documentKey, type WaveKeys } from "../../lib/stores/registry.ts";
import { phase, tallyTime, type Wave, type WavePhase } from "../../lib/survey/wave.ts";
import { cancelWave, closeImports, closeWave, extendWave, planWave } from "../../lib/survey/wave-life.ts";
import { decideWave, wavesOf } from "./decide-wave.ts";
import type { Request } from "./request.ts";

/** A wave as the routes show it. */
export interface ListedWave extends Wave {
  readonly phase: WavePhase;
  /** ISO instant from which it may be tallied. */
  readonly tallyFrom: string;
}

const listed = (wave: Wave, now: number): ListedWave => ({
  ...wave,
  phase: phase(wave, now / 1000),
  tallyFrom: new Date(tallyTime(wave) * 1000).toISOString(),
});

/** `GET waves?department=…` */
export async function listWaves({ registry, query, now }: Request): Promise<{ waves: readonly ListedWave[] }> {
  const departments = await registry.fresh.departments();
  const asked = departments.filter(({ id }) => query.department === undefined || query.department === id);
  const waves = (await Promise.all(asked.map(({ id }) => wavesOf(registry, id)))).flat();
  return {
    waves: waves.toSorted((a, b) => Date.parse(a.opens) - Date.parse(b.opens)).map((wave) => listed(wave, now)),
  };
}

const newWave = z.strictObject({
  department: z.string(),
  survey: z.string(),
  wave: z.string(),
  opens: z.string(),
  closes: z.string(),
  trial: z.boolean().default(false),
});

/** `POST waves`: plans a wave, open from its beginning on. Its keys are random and leave the registry by no route. */
export async function openWave({ registry, body, now, random, dryRun }: Request): Promise<{ wave: ListedWave }> {
  const { department, survey, ...plan } = body(newWave);
  const record = await registry.fresh.survey(department, survey);
  if (record === undefined) throw new Problem("unknown-survey", { department, survey });
  const { instrument } = record;
  const { graceMinutes, retentionDays } = record.survey;
  const decide = (others: readonly Wave[]) =>
    planWave({ department, survey, ...plan, instrument, graceMinutes, retentionDays }, others, now);
  if (dryRun) return { wave: listed(decide(await wavesOf(registry, department)), now) };

  const wave = await decideWave(registry, department, now, decide);
  const secret = () => Buffer.from(random(32)).toString("hex");
  await registry.update<WaveKeys>(
    documentKey.waveKeys(department, wave.wave),
    (keys) => keys ?? { page: secret(), import: secret() },
  );
  try {
    await registry.store.write(documentKey.wave(department, wave.wave), wave, 0);
  } catch (error) {
    if (isProblem(error, "store-conflict")) throw new Problem("wave-exists", { wave: wave.wave }, { cause: error });
    throw error;
  }
  return { wave: listed(wave, now) };
}

/** `POST waves/{department}/{wave}/close` */
export const close = (request: Request) => change(request, (wave, { now }) => closeWave(wave, now));

/** `POST waves/{department}/{wave}/cancel` */
export const cancel = (request: Request) => change(request, (wave, { now }) => cancelWave(wave, now));

const extension = z.strictObject({ closes: z.string() });

/** `POST waves/{department}/{wave}/extend` with `{ closes }` */
export async function extend(request: Request): Promise<{ wave: ListedWave }> {
  const { registry, now, dryRun, path } = request;
  const { closes } = request.body(extension);
  const [department = "", id = ""] = path;
  if (!dryRun)
    await decideWave(registry, department, now, (others) =>
      extendWave(found(others, department, id), closes, others, now),
    );
  const others = await wavesOf(registry, department);
  return change(request, (wave) => extendWave(wave, closes, others, now));
}

/** `POST waves/{department}/{wave}/close-imports`: from now on no row can be recognized as imported before. */
export async function closeWaveImports(request: Request): Promise<{ wave: ListedWave }> {
  const done = await change(request, (wave, { now }) => closeImports(wave, now));
  if (request.dryRun) return done;
  const key = documentKey.waveKeys(done.wave.department, done.wave.wave);
  await request.registry.update<WaveKeys>(key, (keys) => {
    const { import: _gone, ...rest } = keys ?? { page: "" };
    return rest;
  });
  return done;
}

async function change(request: Request, make: (wave: Wave, request: Request) => Wave): Promise<{ wave: ListedWave }> {
  const [department = "", id = ""] = request.path;
  const key = documentKey.wave(department, id);
  const apply = (wave: Wave | undefined) => make(found(wave === undefined ? [] : [wave], department, id), request);
  const changed = request.dryRun
    ? apply(await request.registry.fresh.wave(department, id))
    : await request.registry.update<Wave>(key, apply);
  return { wave: listed(changed, request.now) };
}

function found(waves: readonly Wave[], department: string, id: string): Wave {
  const wave = waves.find((one) => one.wave === id);
  if (wave === undefined) throw new Problem("unknown-wave", { wave: `${department}/${id}` });
  return wave;
}
