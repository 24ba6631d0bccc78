const firstCapacity = 64;
/** A table of this many places, 4 MB, is still looked up faster than a hash is made. */
const mostPlaces = 2 ** 20;

/**
 * Numbers the different keys that it is shown, in the order of first appearance. A key is a fixed count of 32-bit integers.
 * Where they are small, as codes of categories are, a key is the place of its number in a table: some bits for each part. Others
 * are hashed, with open addressing: a `Map` with joined strings takes ten times as long for a million rows.
 * @example
 * const index = new KeyIndex(2);
 * [[7, 7], [7, 8], [7, 7]].map((key) => index.numberOf(key)) // [0, 1, 0]
 */
export class KeyIndex {
  readonly width: number;
  size = 0;
  #keys: Int32Array;
  /** Bits that each part has in a place of the table, and what is added to it first: 1 once a part was −1, which means unknown. */
  readonly #bits: Int32Array;
  #added = 0;
  /** A key's number plus 1 at its place; empty once keys are hashed. */
  #table = new Int32Array(1);
  #hashes = new Int32Array(0);
  #slots = new Int32Array(0);

  constructor(width: number) {
    this.width = width;
    this.#keys = new Int32Array(firstCapacity * width);
    this.#bits = new Int32Array(width);
  }

  /** The number of this key: a new one if it was not seen before. */
  numberOf(key: Int32Array): number {
    const table = this.#table;
    if (table.length === 0) return this.#hashedNumberOf(key);
    const bits = this.#bits;
    const added = this.#added;
    let place = 0;
    let beyond = 0;
    for (let i = 0; i < bits.length; i++) {
      const part = key[i]! + added;
      beyond |= part >>> bits[i]!;
      place = (place << bits[i]!) | part;
    }
    if (beyond !== 0) {
      this.#widen(key);
      return this.numberOf(key);
    }
    const known = table[place]!;
    if (known > 0) return known - 1;
    table[place] = this.size + 1;
    return this.#add(key);
  }

  /** Part `at` of key `number`. */
  part(number: number, at: number): number {
    return this.#keys[number * this.width + at]!;
  }

  #add(key: Int32Array): number {
    const from = this.size * this.width;
    if (from === this.#keys.length) this.#keys = enlarged(this.#keys, from * 4);
    for (let i = 0; i < this.width; i++) this.#keys[from + i] = key[i]!;
    return this.size++;
  }

  /** Makes the table wide enough for this key, or gives it up. */
  #widen(key: Int32Array): void {
    const bits = this.#bits;
    if (this.#added === 0 && key.includes(-1)) {
      this.#added = 1;
      for (let i = 0; i < bits.length; i++) bits[i]!++;
    }
    for (let i = 0; i < bits.length; i++) bits[i] = Math.max(bits[i]!, 32 - Math.clz32(key[i]! + this.#added));
    const places = 2 ** bits.reduce((sum, count) => sum + count, 0);
    const size = this.size;
    const keys = this.#keys;
    this.#table = new Int32Array(places > mostPlaces ? 0 : places);
    // The keys, shown again in their order, get the numbers that they had.
    this.size = 0;
    for (let number = 0; number < size; number++)
      this.numberOf(keys.subarray(number * this.width, (number + 1) * this.width));
  }

  #hashedNumberOf(key: Int32Array): number {
    if (this.size * 2 >= this.#slots.length) this.#moreSlots();
    const { width } = this;
    let hash = 0x9e3779b9 | 0;
    for (let i = 0; i < width; i++) hash = Math.imul(hash ^ key[i]!, 0x85ebca6b) ^ (hash >>> 15);
    hash ^= hash >>> 13;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found > 0; found = this.#slots[slot]!) {
      if (this.#hashes[found - 1] === hash && this.#equals(found - 1, key)) return found - 1;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.size + 1;
    this.#hashes[this.size] = hash;
    return this.#add(key);
  }

  #equals(number: number, key: Int32Array): boolean {
    const from = number * this.width;
    for (let i = 0; i < this.width; i++) if (this.#keys[from + i] !== key[i]) return false;
    return true;
  }

  #moreSlots(): void {
    const length = Math.max(firstCapacity * 2, this.#slots.length * 4);
    this.#hashes = enlarged(this.#hashes, length / 2);
    const slots = new Int32Array(length);
    for (let number = 0; number < this.size; number++) {
      let slot = this.#hashes[number]! & (length - 1);
      while (slots[slot]! > 0) slot = (slot + 1) & (length - 1);
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function enlarged(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
