import { compress, type Encoding } from "../http/compression.ts";

/** Compressed public objects by etag, the oldest forgotten first once they take more than `mostCached` bytes. */
export function compressionCache(
  mostCached: number,
): (bytes: Uint8Array, etag: string, encoding: Encoding) => Promise<Buffer> {
  const cache = new Map<string, Buffer>();
  let total = 0;
  return async (bytes, etag, encoding) => {
    const key = `${encoding} ${etag} ${bytes.length}`;
    const known = cache.get(key);
    if (known) return known;
    const compressed = await compress(bytes, encoding, 6);
    if (!cache.has(key)) {
      cache.set(key, compressed);
      total += compressed.length;
    }
    for (const [old, { length }] of cache) {
      if (total <= mostCached) break;
      cache.delete(old);
      total -= length;
    }
    return compressed;
  };
}
