import type { Random } from "./hashing.ts";

/** Crockford's base 32: no i, l, o or u, so that nothing read from paper is taken for something else. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** So many random characters, 5 bits each. */
export function randomCharacters(count: number, random: Random): string {
  return Array.from(random(count), (byte) => alphabet[byte & 31]).join("");
}

/**
 * What somebody typed, as it was printed: lower case, without spaces and dashes, o read as 0, i and l as 1.
 * @returns undefined when it is not `count` characters of the alphabet
 * @example typedCharacters("K7Q2-MOL", 7) // "k7q2m01"
 */
export function typedCharacters(text: string, count: number): string | undefined {
  if (text.length > 100) return undefined;
  const plain = text
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1");
  return plain.length === count && [...plain].every((letter) => alphabet.includes(letter)) ? plain : undefined;
}
