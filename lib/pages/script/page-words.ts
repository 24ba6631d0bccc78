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

/** One line each: shorter in a page than a notation that names them. */
export function writtenWords(words: PageWords): string {
  const { start, next, progress, answered, sending, waiting, carried, secondsPerQuestion, left } = words;
  return [start, next, progress, answered, sending, waiting, carried, secondsPerQuestion, ...left].join("\n");
}

/** @param written by `writtenWords` */
export function readWords(written: string): PageWords {
  const [start, next, progress, answered, sending, waiting, carried, seconds, ...left] = written.split("\n") as [
    ...[string, string, string, string, string, string, string, string],
    ...string[],
  ];
  return { start, next, progress, answered, sending, waiting, carried, secondsPerQuestion: Number(seconds), left };
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
