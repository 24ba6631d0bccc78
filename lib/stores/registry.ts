import { isProblem } from "../problems/problem.ts";
import type { Area, Department, Event, OutsideNumber, PopulationCount, Survey } from "../survey/department.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { Link } from "../survey/link.ts";
import { registryCacheSeconds, type Wave } from "../survey/wave.ts";
import type { DocumentKey, RegistryStore, StoredDocument } from "./registry-store.ts";

/** What a survey is made of, as applied last; its instruments lie beside it by hash. */
export interface SurveyRecord {
  readonly survey: Survey;
  /** Hash of the instrument new pages show. */
  readonly instrument: string;
  readonly population: readonly PopulationCount[];
  readonly areas: readonly Area[];
  readonly events: readonly Event[];
  readonly geometry?: unknown;
  /** Numbers of others that the results show beside theirs. */
  readonly outside?: readonly OutsideNumber[];
}

/** Secrets of a wave, 32 random bytes each in hex. Never answered by a route, never exported. */
export interface WaveKeys {
  /** Signs the token in a survey page. */
  readonly page: string;
  /** Makes the ids of imported rows; gone once imports are closed. */
  readonly import?: string;
  /** Hashes letter codes; loaded with the custodian's ledger, destroyable. */
  readonly pepper?: string;
}

/** A release in the ledger of a survey, oldest first by `sequence`. */
export interface ReleaseRecord {
  readonly release: string;
  readonly sequence: number;
  readonly department: string;
  readonly survey: string;
  /** ISO instant. */
  readonly published: string;
  readonly waves: readonly string[];
  readonly supersedes?: string;
  /** SHA-256 of its manifest, hex. */
  readonly manifest: string;
  /** Waves that it prints for the first time or again. */
  readonly brought?: readonly string[];
  /** By wave, the tallies that its rows are made from. */
  readonly tallies?: Readonly<Record<string, NonNullable<Wave["tallies"]>>>;
  /** Key of the settings that it was made with, in the private bucket; a release of an older program has none. */
  readonly settings?: string;
  /** Releases that were begun before it and can no longer come: what there is of them is withdrawn. */
  readonly overtook?: readonly string[];
  /** Its files were removed because law demanded it; a tombstone says why. */
  readonly removed?: boolean;
}

/** Where each document lies. */
export const documentKey = {
  department: (department: string): DocumentKey => ({ kind: "department", scope: "", id: department }),
  survey: (department: string, survey: string): DocumentKey => ({ kind: "survey", scope: department, id: survey }),
  instrument: (department: string, hash: string): DocumentKey => ({ kind: "instrument", scope: department, id: hash }),
  wave: (department: string, wave: string): DocumentKey => ({ kind: "wave", scope: department, id: wave }),
  waveKeys: (department: string, wave: string): DocumentKey => ({ kind: "wave-keys", scope: department, id: wave }),
  link: (link: string): DocumentKey => ({ kind: "link", scope: "", id: link }),
  progress: (department: string, wave: string): DocumentKey => ({ kind: "progress", scope: department, id: wave }),
  release: (department: string, survey: string, release: string): DocumentKey => ({
    kind: "release",
    scope: `${department}/${survey}`,
    id: release,
  }),
  /** The newest release, written before its record: the chain cannot fork. */
  releaseHead: (department: string, survey: string): DocumentKey => ({
    kind: "release-head",
    scope: department,
    id: survey,
  }),
  lease: (name: string): DocumentKey => ({ kind: "lease", scope: "", id: name }),
};

/** Typed reads. All undefined where there is no such document. */
export interface RegistryReader {
  department(id: string): Promise<Department | undefined>;
  departments(): Promise<readonly Department[]>;
  survey(department: string, id: string): Promise<SurveyRecord | undefined>;
  surveys(department: string): Promise<readonly SurveyRecord[]>;
  instrument(department: string, hash: string): Promise<Instrument | undefined>;
  wave(department: string, id: string): Promise<Wave | undefined>;
  /** Waves of a survey, by opening. */
  waves(department: string, survey: string): Promise<readonly Wave[]>;
  waveKeys(department: string, wave: string): Promise<WaveKeys | undefined>;
  link(id: string): Promise<Link | undefined>;
  links(): Promise<readonly Link[]>;
  releases(department: string, survey: string): Promise<readonly ReleaseRecord[]>;
}

interface Remembered {
  readonly at: number;
  readonly value: Promise<unknown>;
}

/** The registry in the domain's words: fresh reads, and cached ones for pages that many people ask for. */
export interface Registry {
  readonly store: RegistryStore;
  /** Reads the store every time. Writers and refusals use it: no 404 or 410 comes from the cache. */
  readonly fresh: RegistryReader;
  /** Reads at most 60 s old by `now`, seconds since 1970: the event's own time. */
  cached(now: number): RegistryReader;
  /**
   * Reads, changes and writes a document, again when somebody else wrote in between.
   * @param change gets undefined where there is none; returns the same reference to leave it as it is
   */
  update<Value>(key: DocumentKey, change: (value: Value | undefined) => Value): Promise<Value>;
}

/** What somebody made up is not worth the memory. */
const longestRemembered = 300;

export function openRegistry(store: RegistryStore): Registry {
  const memory = new Map<string, Remembered>();
  const fresh = readerOver(
    async <Value>(key: DocumentKey) => (await store.read<Value>(key))?.value,
    (kind, scope) => collect(store.list(kind, scope)),
  );
  const cached = (now: number): RegistryReader => {
    const remember = <Value>(name: string, read: () => Promise<Value>): Promise<Value> => {
      const known = memory.get(name);
      if (known && Math.abs(now - known.at) < registryCacheSeconds) return known.value as Promise<Value>;
      if (name.length > longestRemembered) return read();
      if (memory.size > 10_000) memory.clear();
      const value = read();
      memory.set(name, { at: now, value });
      value.catch(() => memory.delete(name));
      return value;
    };
    return readerOver(
      <Value>(key: DocumentKey) =>
        remember(`${key.kind}\n${key.scope}\n${key.id}`, async () => (await store.read<Value>(key))?.value),
      (kind, scope) => remember(`${kind}\n${scope}`, () => collect(store.list(kind, scope))),
    );
  };
  return { store, fresh, cached, update: (key, change) => update(store, key, change) };
}

async function update<Value>(
  store: RegistryStore,
  key: DocumentKey,
  change: (value: Value | undefined) => Value,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    const stored = await store.read<Value>(key);
    const changed = change(stored?.value);
    if (stored && changed === stored.value) return changed;
    try {
      await store.write(key, changed, stored?.version ?? 0);
      return changed;
    } catch (error) {
      if (!isProblem(error, "store-conflict") || attempt === 8) throw error;
    }
  }
}

async function collect<Value>(documents: AsyncIterable<StoredDocument<Value>>): Promise<readonly Value[]> {
  const values: Value[] = [];
  for await (const { value } of documents) values.push(value);
  return values;
}

function readerOver(
  read: <Value>(key: DocumentKey) => Promise<Value | undefined>,
  list: (kind: string, scope: string) => Promise<readonly unknown[]>,
): RegistryReader {
  const ofKind = async <Value>(kind: string, scope: string) => (await list(kind, scope)) as readonly Value[];
  return {
    department: (id) => read(documentKey.department(id)),
    departments: () => ofKind("department", ""),
    survey: (department, id) => read(documentKey.survey(department, id)),
    surveys: (department) => ofKind("survey", department),
    instrument: (department, hash) => read(documentKey.instrument(department, hash)),
    wave: (department, id) => read(documentKey.wave(department, id)),
    waves: async (department, survey) =>
      (await ofKind<Wave>("wave", department))
        .filter((wave) => wave.survey === survey)
        .toSorted((a, b) => Date.parse(a.opens) - Date.parse(b.opens)),
    waveKeys: (department, wave) => read(documentKey.waveKeys(department, wave)),
    link: (id) => read(documentKey.link(id)),
    links: () => ofKind("link", ""),
    releases: async (department, survey) =>
      (await ofKind<ReleaseRecord>("release", `${department}/${survey}`)).toSorted((a, b) => a.sequence - b.sequence),
  };
}
