import type { PublishedWave } from "../disclosure/protected-estimates.ts";
import type { Stream } from "../survey/response.ts";
import type { ReleaseFile, Sha256Bytes } from "./release-file.ts";

/** A tally that went into a release, named so that nobody can test guesses of it: by an HMAC under a random key kept beside it. */
export interface ReleaseInput {
  readonly wave: string;
  readonly stream: Stream;
  readonly sequence: number;
  /** Not the tally of the release before: its wave is printed for the first time or again. */
  readonly fresh: boolean;
  readonly hmac: string;
  /** The settings that the release was made with, named under the same key. Releases of older programs do not name them. */
  readonly settings?: string;
}

/** `manifest.json`: what a release is made of and what came before it. It says nothing of when it was made, so that it can be made again. */
export interface Manifest {
  readonly format: 1;
  /** `{newest wave}-{first 12 hex digits of the SHA-256 of this manifest without this line}` */
  readonly release: string;
  readonly department: string;
  readonly survey: string;
  /** Made-up data. */
  readonly demo: boolean;
  /** Counts the releases of the survey from 1. */
  readonly sequence: number;
  /** The release before, and the SHA-256 of its manifest; null in the first. */
  readonly previous: { readonly release: string; readonly manifest: string } | null;
  /** The release that this one corrects: it prints waves again that were in there. Null where it only adds waves. */
  readonly supersedes: string | null;
  readonly program: { readonly name: string; readonly version: string };
  readonly licence: string;
  readonly waves: readonly PublishedWave[];
  /** Tallies read for this release; what else is in it was carried over from the release before, to the letter. */
  readonly inputs: readonly ReleaseInput[];
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly contentType: string;
  }[];
}

/** What the caller knows about a release that is to be made. */
export type ReleaseFacts = Pick<Manifest, "previous" | "supersedes" | "sequence" | "program" | "inputs">;

/** Names the release by its content and lists its files. */
export function makeManifest(
  about: Omit<Manifest, "format" | "release" | "files">,
  files: readonly ReleaseFile[],
  sha256: Sha256Bytes,
): { readonly manifest: Manifest; readonly bytes: Uint8Array } {
  const { department, survey, demo, sequence, previous, supersedes, program, licence, waves, inputs } = about;
  const content = {
    format: 1 as const,
    department,
    survey,
    demo,
    sequence,
    previous,
    supersedes,
    program,
    licence,
    waves,
    inputs,
    files: files.map(({ path, bytes, contentType }) => ({
      path,
      bytes: bytes.length,
      sha256: sha256(bytes),
      contentType,
    })),
  };
  const newest = waves.at(-1)?.wave ?? "none";
  const release = `${newest}-${sha256(encode(content)).slice(0, 12)}`;
  const manifest: Manifest = { release, ...content };
  return { manifest, bytes: encode(manifest) };
}

/** The name that a manifest's content gives it. */
export function releaseIdOf(manifest: Manifest, sha256: Sha256Bytes): string {
  const { release: _, ...content } = manifest;
  return `${manifest.waves.at(-1)?.wave ?? "none"}-${sha256(encode(content)).slice(0, 12)}`;
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
