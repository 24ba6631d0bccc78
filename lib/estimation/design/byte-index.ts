const firstCapacity = 64;

/**
 * Numbers the different byte strings that it is shown, in the order of first appearance, without making a string of any.
 * A key is put together from pieces, then hashed and compared four bytes at a time.
 * @example
 * const bytes = new TextEncoder().encode("FMF");
 * const index = new ByteIndex();
 * const numberOf = (at: number) => { index.append(bytes, at, at + 1); return index.number(); };
 * [numberOf(0), numberOf(1), numberOf(2)] // [0, 1, 0]
 */
export class ByteIndex {
  size = 0;
  #length = 0;
  #bytes = new Uint8Array(256);
  #words = new Int32Array(this.#bytes.buffer);
  /** All keys, one after another: number, count of words, words. */
  #keys = new Int32Array(firstCapacity * 8);
  #keysEnd = 0;
  /** Hash and place among the keys, two by two (open addressing): what a look-up needs lies together. -1: free. */
  #slots = new Int32Array(firstCapacity * 4).fill(-1);

  /** Adds the bytes from `start` to before `end`, and the byte 255, which no UTF-8 text has, so that pieces stay apart. */
  append(from: Uint8Array, start: number, end: number): void {
    if (this.#length + end - start >= this.#bytes.length) this.#widen(this.#length + end - start);
    const bytes = this.#bytes;
    let length = this.#length;
    for (let i = start; i < end; i++) bytes[length++] = from[i]!;
    bytes[length++] = 0xff;
    this.#length = length;
  }

  /** The number of the bytes appended since the last call. */
  number(): number {
    const words = this.#words;
    const bytes = this.#bytes;
    let length = this.#length;
    while ((length & 3) !== 0) bytes[length++] = 0;
    this.#length = 0;
    const count = length >> 2;
    let hash = count;
    for (let i = 0; i < count; i++) hash = Math.imul(hash ^ words[i]!, 0x85ebca6b) ^ (hash >>> 15);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (let at = slots[slot + 1]!; at >= 0; at = slots[slot + 1]!) {
      if (slots[slot] === hash && keys[at + 1] === count) {
        let same = 0;
        while (same < count && keys[at + 2 + same] === words[same]) same++;
        if (same === count) return keys[at]!;
      }
      slot = (slot + 2) & mask;
    }
    return this.#add(slot, hash, count);
  }

  #add(slot: number, hash: number, count: number): number {
    const at = this.#keysEnd;
    this.#keysEnd += count + 2;
    if (this.#keysEnd > this.#keys.length) {
      const keys = new Int32Array(this.#keysEnd * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys[at] = this.size;
    this.#keys[at + 1] = count;
    this.#keys.set(this.#words.subarray(0, count), at + 2);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = at;
    const number = this.size++;
    if (this.size * 4 >= this.#slots.length) this.#moreSlots();
    return number;
  }

  #moreSlots(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2).fill(-1);
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1]! < 0) continue;
      let slot = (old[from]! << 1) & (slots.length - 1);
      while (slots[slot + 1]! >= 0) slot = (slot + 2) & (slots.length - 1);
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
    }
    this.#slots = slots;
  }

  #widen(wanted: number): void {
    const wider = new Uint8Array((wanted + 4) * 8);
    wider.set(this.#bytes);
    this.#bytes = wider;
    this.#words = new Int32Array(wider.buffer);
  }
}
