import { parse } from "csv-parse/sync";
import type {
  PublishedQuality,
  PublishedRepresentation,
  PublishedRow,
  ReleasedEstimates,
} from "../disclosure/protected-estimates.ts";
import { Problem } from "../problems/problem.ts";
import type { Manifest } from "./manifest.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * What a release says, read back from its files, so that the next one can carry its rows over to the letter.
 * @param file bytes of a file of the release by its name
 * @throws Problem `release-unreadable` with the name of the file that is missing or damaged
 */
export function readRelease(release: string, file: (path: string) => Uint8Array | undefined): ReadRelease {
  const text = (path: string): string => {
    const bytes = file(path);
    if (bytes === undefined) throw new Problem("release-unreadable", { release, file: path });
    return decoder.decode(bytes);
  };
  const read = <Value>(path: string, parseText: (text: string) => Value): Value => {
    const content = text(path);
    try {
      return parseText(content);
    } catch (cause) {
      throw new Problem("release-unreadable", { release, file: path }, { cause });
    }
  };
  const manifest = read("manifest.json", (content) => JSON.parse(content) as Manifest);
  return {
    manifest,
    released: {
      waves: manifest.waves,
      rows: read("estimates.json", (content) => JSON.parse(content) as PublishedRow[]),
      representation: read("representation.csv", (content) =>
        records(content, ["n", "population", "before", "after"]),
      ) as unknown as PublishedRepresentation[],
      quality: read("quality.csv", (content) =>
        records(content, ["alpha", "omega", "n"]),
      ) as unknown as PublishedQuality[],
    },
  };
}

export interface ReadRelease {
  readonly manifest: Manifest;
  readonly released: ReleasedEstimates;
}

function records(text: string, numbers: readonly string[]): Record<string, string | number | null>[] {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => [
        column,
        numbers.includes(column) ? (cell === "" ? null : Number(cell)) : cell,
      ]),
    ),
  );
}
