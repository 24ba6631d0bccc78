import { createHash } from "node:crypto";
import * as z from "zod";
import type { Mistake } from "../../lib/problems/mistake.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { documentBytes, mostDocumentBytes } from "../../lib/stores/document-text.ts";
import { documentKey, type Registry, type SurveyRecord } from "../../lib/stores/registry.ts";
import type { DocumentKey } from "../../lib/stores/registry-store.ts";
import type { DepartmentFolder } from "../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import { changesBetween } from "../../lib/survey/folder-changes.ts";
import { instrumentHash } from "../../lib/survey/parse-instrument.ts";
import { phase, type Wave } from "../../lib/survey/wave.ts";
import type { Request } from "./request.ts";

type Files = Readonly<Record<string, string>>;

/** A version of a folder: the hash of each file's text, which lies beside it; never changed. */
interface FolderVersion {
  readonly version: string;
  readonly files: Files;
  /** ISO instant. */
  readonly applied: string;
  /** The version before, to walk back by. */
  readonly previous?: string;
}

const folderKeys = {
  current: (department: string, survey: string): DocumentKey => ({ kind: "folder", scope: department, id: survey }),
  version: (department: string, survey: string, version: string): DocumentKey => ({
    kind: "folder-version",
    scope: `${department}/${survey}`,
    id: version,
  }),
  file: (department: string, hash: string): DocumentKey => ({ kind: "folder-file", scope: department, id: hash }),
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const folderBody = z.strictObject({
  files: z
    .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a plain file name"), z.string())
    .refine((files) => Object.keys(files).length <= 60, "at most 60 files"),
});

export interface Applied {
  readonly department: string;
  readonly survey: string;
  readonly version: string;
  /** A sentence each; empty when nothing changes. */
  readonly changes: readonly string[];
  /** Waves whose pages show another instrument from now on. */
  readonly waves: readonly { readonly wave: string; readonly instrument: string }[];
}

/**
 * `PUT folders` with `{ files }`, the texts by file name: checks everything, says what changes, stores it.
 * Written so that a run that is cut off anywhere is finished by running it again.
 * @throws Problem `folder-refused` with every mistake in every file
 */
export async function applyFolder({ registry, body, now, dryRun }: Request): Promise<Applied> {
  const { files } = body(folderBody);
  const folder = parseDepartmentFolder(files);
  const { department, survey } = folder;
  refuseTooLarge(files, folder);
  const instrument = folder.instruments[survey.instrument]!;
  const hash = instrumentHash(instrument, sha256);
  const version = await nextVersion(registry, folder, files, now);
  const before = await filesOf(registry, department.id, survey.id);
  const waves = await wavesToChange(registry, folder, hash, now);
  const answer: Applied = {
    department: department.id,
    survey: survey.id,
    version: version.version,
    changes: changesIn(before, files, folder),
    waves: waves.map(({ wave }) => ({ wave, instrument: hash })),
  };
  if (dryRun) return answer;

  await writeOnce(registry, documentKey.instrument(department.id, hash), instrument);
  for (const [name, text] of Object.entries(files))
    await writeOnce(registry, folderKeys.file(department.id, version.files[name]!), { text });
  await writeOnce(registry, folderKeys.version(department.id, survey.id, version.version), version);
  await put(registry, documentKey.survey(department.id, survey.id), recordOf(folder, hash));
  await put(registry, documentKey.department(department.id), department);
  for (const { wave } of waves)
    await registry.update<Wave>(documentKey.wave(department.id, wave), (current) =>
      withInstrument(current!, hash, now),
    );
  await put(registry, folderKeys.current(department.id, survey.id), version);
  return answer;
}

/** `GET folders/{department}/{survey}`: the files as they were applied last, to the byte. */
export async function exportFolder({ registry, path, query }: Request): Promise<{ version: string; files: Files }> {
  const [department = "", survey = ""] = path;
  const asked = query.version;
  const key =
    asked === undefined ? folderKeys.current(department, survey) : folderKeys.version(department, survey, asked);
  const version = (await registry.store.read<FolderVersion>(key))?.value;
  if (version === undefined) throw new Problem("unknown-survey", { department, survey });
  return { version: version.version, files: await textsOf(registry, department, version) };
}

/** Every document has to fit before the first is written. */
function refuseTooLarge(files: Files, folder: DepartmentFolder): void {
  const mistake = (file: string, value: unknown, expected: string): Mistake[] => {
    const bytes = documentBytes(value);
    return bytes <= mostDocumentBytes ? [] : [{ file, line: null, field: "", value: `${bytes} bytes`, expected }];
  };
  const most = `at most ${mostDocumentBytes}`;
  const mistakes = Object.entries(files).flatMap(([name, text]) =>
    mistake(name, { text }, `${most} as a JSON text; the shapes of a map can be simplified`),
  );
  const together = `${most} together with population, areas, events and outside series; the shapes of a map can be simplified`;
  if (mistakes.length === 0) mistakes.push(...mistake("survey.json", recordOf(folder, ""), together));
  if (mistakes.length > 0) throw new Problem("folder-refused", { mistakes });
}

async function nextVersion(
  registry: Registry,
  { department, survey }: DepartmentFolder,
  files: Files,
  now: number,
): Promise<FolderVersion> {
  const names = Object.keys(files).toSorted();
  const hashes = Object.fromEntries(names.map((name) => [name, sha256(files[name]!)]));
  const version = sha256(JSON.stringify(Object.entries(hashes))).slice(0, 16);
  const current = (await registry.store.read<FolderVersion>(folderKeys.current(department.id, survey.id)))?.value;
  if (current?.version === version) return current;
  const previous = current === undefined ? {} : { previous: current.version };
  return { version, files: hashes, applied: new Date(now).toISOString(), ...previous };
}

async function filesOf(registry: Registry, department: string, survey: string): Promise<Files> {
  const version = (await registry.store.read<FolderVersion>(folderKeys.current(department, survey)))?.value;
  return version === undefined ? {} : textsOf(registry, department, version);
}

async function textsOf(registry: Registry, department: string, { files }: FolderVersion): Promise<Files> {
  const texts = await Promise.all(
    Object.entries(files).map(async ([name, hash]) => {
      const file = await registry.store.read<{ text: string }>(folderKeys.file(department, hash));
      return [name, file?.value.text ?? ""] as const;
    }),
  );
  return Object.fromEntries(texts);
}

function changesIn(before: Files, files: Files, folder: DepartmentFolder): readonly string[] {
  const changes = changesBetween(appliedBefore(before), folder);
  const differ = [...new Set([...Object.keys(before), ...Object.keys(files)])].filter(
    (name) => before[name] !== files[name],
  );
  if (changes.length > 0 || differ.length === 0) return changes;
  return [`Only layout or notes change, in ${differ.join(", ")}.`];
}

/** Undefined where nothing was applied, or by a program that knew other rules. */
function appliedBefore(files: Files): DepartmentFolder | undefined {
  if (Object.keys(files).length === 0) return undefined;
  try {
    return parseDepartmentFolder(files);
  } catch (error) {
    if (isProblem(error, "folder-refused")) return undefined;
    throw error;
  }
}

function recordOf(
  { survey, population, areas, events, geometry, outside }: DepartmentFolder,
  instrument: string,
): SurveyRecord {
  const rest = { ...(geometry === undefined ? {} : { geometry }), ...(outside === undefined ? {} : { outside }) };
  return { survey, instrument, population, areas, events, ...rest };
}

/** Waves that have begun keep accepting what they asked before; those that have not show only the new instrument. */
async function wavesToChange(
  registry: Registry,
  { department, survey }: DepartmentFolder,
  hash: string,
  now: number,
): Promise<readonly Wave[]> {
  const waves = await registry.fresh.waves(department.id, survey.id);
  return waves.filter((wave) => withInstrument(wave, hash, now) !== wave);
}

function withInstrument(wave: Wave, hash: string, now: number): Wave {
  const at = phase(wave, now / 1000);
  if (wave.instruments.at(-1) === hash || (at !== "planned" && at !== "open")) return wave;
  const kept = at === "planned" ? [] : wave.instruments.filter((one) => one !== hash);
  return { ...wave, instruments: [...kept, hash] };
}

/** What is named by its content is the same whoever wrote it. */
async function writeOnce(registry: Registry, key: DocumentKey, value: unknown): Promise<void> {
  await registry.update<unknown>(key, (known) => known ?? value);
}

async function put(registry: Registry, key: DocumentKey, value: unknown): Promise<void> {
  await registry.update<unknown>(key, (known) => (JSON.stringify(known) === JSON.stringify(value) ? known : value));
}
