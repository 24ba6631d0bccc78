/**
 * Numbers the different texts of one column, in the order of first appearance, without making a string for each row.
 * @example const sex = new ByteCategories(); sex.codeOf(bytes, 0, 1) // 0, and again 0 for the same bytes
 */
export class ByteCategories {
  /** The texts, by code. */
  readonly names: string[] = [];
  #bytes = new Uint8Array(1024);
  #ends = new Int32Array(64);
  #hashes = new Int32Array(64);
  #slots = new Int32Array(128).fill(-1);

  /** The code of these bytes. A new text is decoded once; @throws TypeError if it is not UTF-8 */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let code = this.#slots[slot]!; code >= 0; code = this.#slots[slot]!) {
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.names.length;
    return this.#add(hash, bytes, start, end);
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = code === 0 ? 0 : this.#ends[code - 1]!;
    if (this.#ends[code]! - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (this.#bytes[j] !== bytes[i]) return false;
    return true;
  }

  #add(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.names.length;
    this.names.push(decodeText(bytes.subarray(start, end)));
    const from = code === 0 ? 0 : this.#ends[code - 1]!;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const larger = new Uint8Array(to * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#ends[code] = to;
    this.#hashes[code] = hash;
    if (this.names.length === this.#ends.length) this.#grow();
    return code;
  }

  #grow(): void {
    const capacity = this.names.length * 2;
    const [ends, hashes] = [new Int32Array(capacity), new Int32Array(capacity)];
    ends.set(this.#ends);
    hashes.set(this.#hashes);
    const slots = new Int32Array(capacity * 2).fill(-1);
    for (let code = 0; code < this.names.length; code++) {
      let slot = hashes[code]! & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code;
    }
    [this.#ends, this.#hashes, this.#slots] = [ends, hashes, slots];
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws TypeError if the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}
