/**
 * The frames of an error's stack, without its message: a message may quote what somebody answered, even a line that looks like a
 * frame. Empty where the two cannot be told apart.
 * @example stackFrames(new Error("Jane Doe")).startsWith("\n    at ") // true
 */
export function stackFrames({ message, stack = "" }: Error): string {
  const name = /^[\w$.]+(?: \[[\w$.]+\])?(?:: )?/.exec(stack)?.[0] ?? "";
  if (!stack.startsWith(message, name.length)) return "";
  const frames = stack.slice(name.length + message.length);
  return /^\n\s+at /.test(frames) ? frames : "";
}
