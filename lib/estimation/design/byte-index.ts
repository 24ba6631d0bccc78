/**
 * Numbers the different byte strings that it is shown, in the order of first appearance, without making a string or a copy of
 * any. Bytes are hashed and compared four at a time; the last four overlap where the length is no multiple of four. Behind each
 * string that is shown, there must be three bytes more.
 * @example new ByteIndex().numberOf(new DataView(new ArrayBuffer(8)), 0, 3) // 0
 */
export class ByteIndex {
  size = 0;
  /** All keys, one after another: hash, number, length in bytes, words. What a look-up needs lies together. */
  #keys = new Int32Array(1024);
  #keysEnd = 0;
  /** Places among the keys (open addressing); -1: free. */
  #slots = new Int32Array(256).fill(-1);

  /** The number of these bytes: a new one if they were not seen before. */
  numberOf(bytes: DataView, start: number, end: number): number {
    const number = this.find(bytes, start, end);
    return number >= 0 ? number : this.#add(bytes, start, end);
  }

  /** The number of these bytes, or -1. */
  find(bytes: DataView, start: number, end: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const hash = hashBytes(bytes, start, end);
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let key = slots[slot]!; key >= 0; key = slots[slot]!) {
      if (keys[key] === hash && this.#equals(key, bytes, start, end)) return keys[key + 1]!;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #equals(key: number, bytes: DataView, start: number, end: number): boolean {
    const keys = this.#keys;
    if (keys[key + 2] !== end - start) return false;
    let word = key + 3;
    if (end - start < 4) return keys[word] === shortWord(bytes, start, end);
    for (let at = start; at < end - 4; at += 4) if (keys[word++] !== bytes.getInt32(at, true)) return false;
    return keys[word] === bytes.getInt32(end - 4, true);
  }

  #add(bytes: DataView, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const key = this.#keysEnd;
    this.#slots[freeSlot(this.#slots, hash)] = key;
    this.#keysEnd += 4 + ((end - start) >> 2);
    if (this.#keysEnd > this.#keys.length) {
      const keys = new Int32Array(this.#keysEnd * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    const keys = this.#keys;
    keys[key] = hash;
    keys[key + 1] = this.size;
    keys[key + 2] = end - start;
    let word = key + 3;
    if (end - start < 4) keys[word] = shortWord(bytes, start, end);
    else {
      for (let at = start; at < end - 4; at += 4) keys[word++] = bytes.getInt32(at, true);
      keys[word] = bytes.getInt32(end - 4, true);
    }
    const number = this.size++;
    if (this.size * 2 >= this.#slots.length) this.#moreSlots();
    return number;
  }

  #moreSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (const key of this.#slots) {
      if (key >= 0) slots[freeSlot(slots, this.#keys[key]!)] = key;
    }
    this.#slots = slots;
  }
}

function freeSlot(slots: Int32Array, hash: number): number {
  let slot = hash & (slots.length - 1);
  while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
  return slot;
}

function hashBytes(bytes: DataView, start: number, end: number): number {
  let hash = end - start;
  if (hash < 4) hash = Math.imul(hash ^ shortWord(bytes, start, end), 0x85ebca6b);
  else {
    for (let at = start; at < end - 4; at += 4)
      hash = Math.imul(hash ^ bytes.getInt32(at, true), 0x85ebca6b) ^ (hash >>> 15);
    hash = Math.imul(hash ^ bytes.getInt32(end - 4, true), 0x85ebca6b);
  }
  return hash ^ (hash >>> 13);
}

/** Fewer than four bytes, the first of them lowest. */
function shortWord(bytes: DataView, start: number, end: number): number {
  return end === start ? 0 : bytes.getInt32(start, true) & (0xffffffff >>> (8 * (4 + start - end)));
}
