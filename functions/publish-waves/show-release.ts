import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { type CatalogEntry, catalogFile } from "../../lib/publishing/dataset/catalog.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { type CalendarEntry, releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import type { ReleaseFile } from "../../lib/publishing/release-file.ts";
import { latestFolder, releaseFolder } from "../../lib/publishing/release-folders.ts";
import { calendarFile, resultsIndex, surveyPages } from "../../lib/publishing/results-pages.ts";
import { pointer } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord, type SurveyRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Department } from "../../lib/survey/department.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { publishedSurvey, readStoredRelease } from "./draft-release.ts";
import { sha256 } from "./sha256.ts";
import { signRelease } from "./sign-release.ts";
import { type MadeRelease, readHead } from "./store-release.ts";
import { todaysDefinition } from "./survey-definition.ts";

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && Buffer.compare(a, b) === 0;

/** A survey, its waves, its newest release if there is one, and when it is: seconds since 1970. */
export interface ToShow {
  readonly department: Department;
  readonly record: SurveyRecord;
  readonly waves: readonly Wave[];
  readonly head: ReleaseRecord | undefined;
  readonly now: number;
  /** The public address of the installation, where it is known. */
  readonly publicUrl?: string | undefined;
}

/**
 * Whether everything that points to the newest release already does, and the pages say what was due by now: its manifest in
 * `latest/` is written last, the calendar after the pages.
 */
export async function isShown(stores: Stores, survey: ToShow): Promise<boolean> {
  const { department, record, head } = survey;
  const calendar = calendarOf(survey);
  if (calendar.length === 0 && !head) return true;
  const expected = calendarFile({ department, survey: record.survey, calendar });
  if (!same((await stores.public.read(expected.path))?.bytes, expected.bytes)) return false;
  if (!head) return true;
  const latest = await stores.public.read(`${latestFolder(head.department, head.survey)}manifest.json`);
  return latest !== undefined && sha256(latest.bytes) === head.manifest;
}

const calendarOf = ({ record, waves, head, now }: ToShow): readonly CalendarEntry[] =>
  releaseCalendar(waves, record.survey, new Set(head?.waves), now * 1000);

/**
 * Signs the newest release, then moves everything that moves to it: the result pages, then `latest/`, its manifest last. All of
 * it is made from the stored release and the ledger, so it may be done again at any time. Before the first release there are
 * pages too: they say when it is due.
 */
export async function showRelease(
  stores: Stores,
  registry: Registry,
  survey: ToShow,
  made?: MadeRelease,
): Promise<void> {
  const { department, record, head } = survey;
  if (head) await signRelease(stores, head);
  const { manifest, estimates } = made ?? (await readShown(stores, head));
  const published = {
    ...(await publishedSurvey(todaysDefinition(registry, { department, record }), estimates)),
    calendar: calendarOf(survey),
  };
  const ledger = (await registry.fresh.releases(department.id, record.survey.id)).filter(
    ({ sequence }) => sequence <= (head?.sequence ?? 0),
  );
  const pages = surveyPages(
    estimates,
    published,
    manifest,
    ledger.map((entry) => ({ ...entry, brought: entry.brought ?? entry.waves })),
    survey.publicUrl,
  );
  const put = (file: ReleaseFile) => point(stores, registry, survey, file);
  for (const page of [...pages, calendarFile(published)]) await put(page);
  if (!head || !manifest) return;
  for (const index of await indexesOf(registry, survey.publicUrl)) await put(index);
  for (const file of [...manifest.files, ...lastFiles]) {
    const path = releaseFolder(head.department, head.survey, head.release) + file.path;
    const object = made?.files.find((one) => one.path === file.path) ?? (await stores.public.read(path));
    if (!object) throw new Problem("release-unreadable", { release: head.release, file: file.path });
    const { bytes, contentType } = object;
    await put({ bytes, contentType, path: latestFolder(head.department, head.survey) + file.path });
  }
}

async function readShown(
  stores: Stores,
  head: ReleaseRecord | undefined,
): Promise<{ readonly manifest: Manifest | undefined; readonly estimates: ProtectedEstimates }> {
  const { protect } = await import("../../lib/disclosure/protect.ts");
  if (!head) return { manifest: undefined, estimates: protect([]) };
  const { manifest, released } = await readStoredRelease(stores, head);
  return { manifest, estimates: protect([], defaultPolicy, { released, estimates: [] }) };
}

const lastFiles: readonly Pick<Manifest["files"][number], "path">[] = [
  { path: "SHA256SUMS" },
  { path: "manifest.sig.json" },
  { path: "manifest.json" },
];

/** The page and the catalog of every survey that has a release. */
async function indexesOf(registry: Registry, publicUrl: string | undefined): Promise<readonly ReleaseFile[]> {
  const listed: CatalogEntry[] = [];
  for (const department of await registry.fresh.departments()) {
    for (const { survey } of await registry.fresh.surveys(department.id)) {
      const head = await registry.store.read<ReleaseRecord>(documentKey.releaseHead(department.id, survey.id));
      if (head) listed.push({ department, survey, release: head.value });
    }
  }
  return [resultsIndex(listed), catalogFile(listed, publicUrl)];
}

/**
 * Replaces a moving file, unless this run is behind: what is there is read first, then the head, and the write stands only if
 * nobody wrote in between. A run that was overtaken stops with `store-conflict`, and the newer one's files stay.
 */
async function point(
  { public: objects }: Stores,
  registry: Registry,
  { department, record: { survey }, head }: ToShow,
  { path: key, bytes, contentType }: ReleaseFile,
): Promise<void> {
  const object = { key, bytes, contentType, cacheControl: pointer };
  for (let attempt = 1; ; attempt++) {
    const there = await objects.head(key);
    if (there?.size === bytes.length && same((await objects.read(key))?.bytes, bytes)) return;
    const newest = await readHead(registry, department.id, survey.id);
    if (newest.record?.release !== head?.release) throw new Problem("store-conflict", { key });
    try {
      if (there) await objects.replace(object, there.etag);
      else if ((await objects.create(object)) === "exists") throw new Problem("store-conflict", { key });
      return;
    } catch (error) {
      if (!isProblem(error, "store-conflict") || attempt === 4) throw error;
    }
  }
}
