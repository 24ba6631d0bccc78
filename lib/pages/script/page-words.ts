/** What the page brings along for the script: texts in its language and the rules of what is asked. */
export interface PageWords {
  readonly start: string;
  readonly next: string;
  /** With `%n` and `%c`. */
  readonly progress: string;
  readonly answered: string;
  readonly sending: string;
  readonly waiting: string;
  readonly carried: string;
  /** What is said of the time left, by rounded minutes. */
  readonly left: readonly string[];
  readonly secondsPerQuestion: number;
}

/** @example filled("%n of %c", 3, 20) // "3 of 20" */
export function filled(text: string, number: number, count: number): string {
  return text.replace("%n", String(number)).replace("%c", String(count));
}

/** @example timeLeft({ left: ["soon", "1 minute"], secondsPerQuestion: 8.2 }, 5) // "1 minute" */
export function timeLeft(
  { left, secondsPerQuestion }: Pick<PageWords, "left" | "secondsPerQuestion">,
  questions: number,
): string {
  const minutes = Math.round((questions * secondsPerQuestion) / 60);
  return left[Math.min(minutes, left.length - 1)] ?? "";
}
