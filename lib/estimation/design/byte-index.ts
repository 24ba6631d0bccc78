const firstCapacity = 64;

/**
 * Numbers the different byte strings that it is shown, in the order of first appearance, without making a string of any.
 * A key is put together from pieces, then hashed and compared four bytes at a time.
 * @example index.append(bytes, 0, 3); index.number() // 0, and again 0 for the same three bytes
 */
export class ByteIndex {
  size = 0;
  #length = 0;
  #bytes = new Uint8Array(256);
  #words = new Int32Array(this.#bytes.buffer);
  /** All keys, one after another; where each ends, in words. */
  #keys = new Int32Array(firstCapacity * 8);
  #ends = new Int32Array(firstCapacity);
  #hashes = new Int32Array(firstCapacity);
  #slots = new Int32Array(firstCapacity * 2).fill(-1);

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
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let number = slots[slot]!; number >= 0; number = slots[slot]!) {
      if (this.#hashes[number] === hash && this.#equals(number, count)) return number;
      slot = (slot + 1) & mask;
    }
    slots[slot] = this.size;
    return this.#add(hash, count);
  }

  #equals(number: number, count: number): boolean {
    const keys = this.#keys;
    const words = this.#words;
    const from = number === 0 ? 0 : this.#ends[number - 1]!;
    if (this.#ends[number]! - from !== count) return false;
    for (let i = 0; i < count; i++) if (keys[from + i] !== words[i]) return false;
    return true;
  }

  #add(hash: number, count: number): number {
    const number = this.size++;
    const from = number === 0 ? 0 : this.#ends[number - 1]!;
    if (from + count > this.#keys.length) this.#keys = enlarged(this.#keys, (from + count) * 2);
    this.#keys.set(this.#words.subarray(0, count), from);
    this.#ends[number] = from + count;
    this.#hashes[number] = hash;
    if (this.size === this.#ends.length) this.#grow();
    return number;
  }

  #grow(): void {
    const capacity = this.size * 2;
    this.#ends = enlarged(this.#ends, capacity);
    this.#hashes = enlarged(this.#hashes, capacity);
    const slots = new Int32Array(capacity * 2).fill(-1);
    for (let number = 0; number < this.size; number++) {
      let slot = this.#hashes[number]! & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number;
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

function enlarged(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
