/**
 * Whether a message is said as it is written: no value, no plural, nothing quoted. Such a message is never parsed.
 * @example isPlain("Send answers") // true
 * @example isPlain("At most {most} characters") // false
 */
export function isPlain(message: string): boolean {
  return !/[{}']/.test(message);
}
