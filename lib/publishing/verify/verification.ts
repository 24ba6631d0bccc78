import type { Sha256Bytes } from "../release-file.ts";
import type { CheckSignature } from "../signed-file.ts";

/** Where a release is read from: a folder or an address. Paths are relative to the release's folder. */
export interface ReleaseSource {
  /** @returns undefined where there is no such file */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Every file below the folder; undefined where files cannot be listed, as over HTTP. */
  list(): Promise<readonly string[] | undefined>;
  /** The folder's own name, which is the release's, or `latest`. */
  readonly name: string;
  /** A release that is not there is missing (over HTTP), and not merely not at hand (a folder downloaded alone). */
  readonly whole: boolean;
}

export interface VerifyOptions {
  readonly sha256: Sha256Bytes;
  readonly checkSignature: CheckSignature;
  /** Only this key may have signed: its id, as printed in minutes or a newspaper. */
  readonly key?: string | undefined;
  /** Bytes of a `keys.json` kept elsewhere, instead of the one beside the releases. */
  readonly keys?: Uint8Array | undefined;
  /** Also everything that follows from the released columns. */
  readonly recompute?: boolean;
}

/** Something that is not as it was released. */
export interface Fault {
  /** Relative to the release's folder. */
  readonly file: string;
  readonly says: string;
}

export interface Verification {
  readonly release: string | null;
  readonly department: string | null;
  readonly survey: string | null;
  readonly sequence: number | null;
  /** SHA-256 of `manifest.json`. */
  readonly manifest: string | null;
  /** The key that signed it. */
  readonly key: string | null;
  /** Files whose bytes were compared. */
  readonly files: number;
  /** Manifests of the chain that were checked, this one included. */
  readonly chain: number;
  /** Rows that were recomputed; null without `recompute`. */
  readonly rows: number | null;
  /** Why files were removed, where a tombstone says so. */
  readonly removed: string | null;
  readonly faults: readonly Fault[];
  /** What could not be checked. */
  readonly warnings: readonly string[];
}
