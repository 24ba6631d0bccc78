import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { type CatalogEntry, catalogFile } from "../../lib/publishing/dataset/catalog.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import type { ReleaseFile } from "../../lib/publishing/release-file.ts";
import { latestFolder, releaseFolder } from "../../lib/publishing/release-folders.ts";
import { resultsIndex, surveyPages } from "../../lib/publishing/results-pages.ts";
import { pointer } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord, type SurveyRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Department } from "../../lib/survey/department.ts";
import { publishedSurvey, readStoredRelease } from "./draft-release.ts";
import { signRelease } from "./sign-release.ts";
import { readHead, sha256 } from "./store-release.ts";

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && Buffer.compare(a, b) === 0;

/** Whether everything that points to a release already does: its manifest in `latest/` is written last. */
export async function isShown(stores: Stores, { department, survey, manifest }: ReleaseRecord): Promise<boolean> {
  const latest = await stores.public.read(`${latestFolder(department, survey)}manifest.json`);
  return latest !== undefined && sha256(latest.bytes) === manifest;
}

/**
 * Signs the newest release, then moves everything that moves to it: the result pages, then `latest/`, its manifest last. All of
 * it is made from the stored release and the ledger, so it may be done again at any time.
 */
export async function showRelease(
  stores: Stores,
  registry: Registry,
  department: Department,
  record: SurveyRecord,
  head: ReleaseRecord,
  made?: MadeRelease,
): Promise<void> {
  await signRelease(stores, head);
  const { manifest, estimates } = made ?? (await readShown(stores, head));
  const published = await publishedSurvey(registry, department, record, estimates);
  const ledger = (await registry.fresh.releases(department.id, record.survey.id)).filter(
    ({ sequence }) => sequence <= head.sequence,
  );
  const pages = surveyPages(
    estimates,
    published,
    head.release,
    ledger.map((entry) => ({ ...entry, brought: entry.brought ?? entry.waves })),
  );
  const put = (file: ReleaseFile) => point(stores, registry, head, file);
  for (const page of pages) await put(page);
  for (const index of await indexesOf(registry)) await put(index);
  for (const file of [...manifest.files, ...lastFiles]) {
    const path = releaseFolder(head.department, head.survey, head.release) + file.path;
    const object = made?.files.find((one) => one.path === file.path) ?? (await stores.public.read(path));
    if (!object) throw new Problem("release-unreadable", { release: head.release, file: file.path });
    const { bytes, contentType } = object;
    await put({ bytes, contentType, path: latestFolder(head.department, head.survey) + file.path });
  }
}

/** A release that this run has just stored, and so need not read back. */
export interface MadeRelease {
  readonly manifest: Manifest;
  readonly estimates: ProtectedEstimates;
  readonly files: readonly ReleaseFile[];
}

async function readShown(stores: Stores, head: ReleaseRecord): Promise<Omit<MadeRelease, "files">> {
  const { manifest, released } = await readStoredRelease(stores, head);
  return { manifest, estimates: protect([], defaultPolicy, { released, estimates: [] }) };
}

const lastFiles: readonly Pick<Manifest["files"][number], "path">[] = [
  { path: "SHA256SUMS" },
  { path: "manifest.sig.json" },
  { path: "manifest.json" },
];

/** The page and the catalog of every survey that has a release. */
async function indexesOf(registry: Registry): Promise<readonly ReleaseFile[]> {
  const listed: CatalogEntry[] = [];
  for (const department of await registry.fresh.departments()) {
    for (const { survey } of await registry.fresh.surveys(department.id)) {
      const head = await registry.store.read<ReleaseRecord>(documentKey.releaseHead(department.id, survey.id));
      if (head) listed.push({ department, survey, release: head.value });
    }
  }
  return [resultsIndex(listed), catalogFile(listed)];
}

/**
 * Replaces a moving file, unless this run is behind: what is there is read first, then the head, and the write stands only if
 * nobody wrote in between. A run that was overtaken stops with `store-conflict`, and the newer one's files stay.
 */
async function point(
  { public: objects }: Stores,
  registry: Registry,
  head: ReleaseRecord,
  { path: key, bytes, contentType }: ReleaseFile,
): Promise<void> {
  const object = { key, bytes, contentType, cacheControl: pointer };
  for (let attempt = 1; ; attempt++) {
    const there = await objects.head(key);
    if (there?.size === bytes.length && same((await objects.read(key))?.bytes, bytes)) return;
    const newest = await readHead(registry, head.department, head.survey);
    if (newest.record?.release !== head.release) throw new Problem("store-conflict", { key });
    try {
      if (there) await objects.replace(object, there.etag);
      else if ((await objects.create(object)) === "exists") throw new Problem("store-conflict", { key });
      return;
    } catch (error) {
      if (!isProblem(error, "store-conflict") || attempt === 4) throw error;
    }
  }
}
