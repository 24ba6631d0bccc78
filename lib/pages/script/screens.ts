import { fieldsOf } from "./form-fields.ts";
import { focus as moveFocus } from "./page-body.ts";
import { filled, type PageWords, timeLeft } from "./page-words.ts";
import type { ShownItems, SkipRule } from "./shown.ts";

/** Ids of the first and the last screen; those between are ids of questions. */
export const first = "";
export const last = "_end";

export interface Screens {
  /** The screen before or after one, among those that apply now. After a refusal, what was taken is passed over on the way on. */
  beside(at: string, step: 1 | -1): string;
  /** Shows a screen, or the one before it where it does not apply. Returns what is shown. */
  show(at: string, focus: boolean): string;
  /** Counts again, where an answer may have changed what is asked. Returns how many questions are answered. */
  count(): number;
  /** The question that an element belongs to. */
  questionAt(element: Element | null): string;
}

/**
 * One question at a time: everything stays in the form, all but one screen hidden.
 * @param title of the document, without progress
 * @param shownItems undefined where everybody is asked everything
 */
export function screensOf(
  form: HTMLFormElement,
  template: HTMLTemplateElement,
  words: PageWords,
  title: string,
  shownItems?: ShownItems,
): Screens {
  const rules = JSON.parse(template.dataset.rules ?? "[]") as readonly SkipRule[];
  const all = (selector: string): HTMLElement[] => [...form.querySelectorAll<HTMLElement>(selector)];
  const one = <E extends HTMLElement>(selector: string): E => form.querySelector<E>(selector) as E;
  // The page's own rules for what applies do not know what is left out for a question before.
  form.classList.add("steps");
  template.before(template.content.cloneNode(true));
  // After the button that Enter presses: it has to be the first of the form.
  one(".default").after(...all("progress,.tongues"));
  one(".end").prepend(one(".last"));
  // The choice of the language is open on the first screen, and at hand on every other.
  const tongues = form.querySelector<HTMLDetailsElement>(".tongues");
  tongues?.append(one(".languages"));
  const [intro, end, bar] = [
    all(":scope>:is(.errors,.banner,.panel,.field)"),
    one(".end"),
    one<HTMLProgressElement>("progress"),
  ];
  /** Questions, headings and notes, in their order. */
  const items = all(".part,fieldset");
  const isQuestion = (item: Element): boolean => item.matches("fieldset");
  const idOf = (item: Element): string => item.id.replace(/-(question|part)$/, "");
  let now = first;

  const applying = (): HTMLElement[] => {
    const shown = shownItems?.(rules, fieldsOf(form));
    return shown ? items.filter((item) => shown.has(idOf(item))) : items;
  };
  const asked = (): HTMLElement[] => applying().filter(isQuestion);
  const idsOf = (questions: readonly Element[]): string[] => [first, ...questions.map(idOf), last];
  /** Asked on a page that came back with mistakes: the server has read their answers. */
  const taken = form.querySelector(".errors")
    ? asked().flatMap((question) => (question.matches(".wrong") ? [] : [idOf(question)]))
    : [];

  /** A question under the heading of its group, and the notes between it and the question before. */
  const withParts = (question: HTMLElement): HTMLElement[] => {
    let before: HTMLElement[] = [];
    for (const item of applying()) {
      if (item === question) break;
      before = isQuestion(item) ? before.filter(({ dataset }) => dataset.items) : [...before, item];
    }
    const isOther = ({ dataset: { items } }: HTMLElement): boolean => items?.split(" ").includes(now) === false;
    return [...before.filter((part) => !isOther(part)), question];
  };

  const count = (): number => {
    const questions = asked();
    const place = idsOf(questions).indexOf(now);
    const progress = filled(words.progress, place, questions.length);
    bar.max = questions.length + 1;
    bar.value = place;
    const small = questions[place - 1]?.querySelector("legend small");
    if (small) small.textContent = `${progress} · ${timeLeft(words, questions.length - place + 1)}`;
    const fields = fieldsOf(form);
    const given = questions.filter((question) =>
      fields.some(([name, value]) => name === idOf(question) && value.trim()),
    );
    one(".answered").textContent = filled(words.answered, given.length, questions.length);
    const heading = small ? progress : now === last && one(".last h2").textContent;
    document.title = heading ? `${heading} · ${title}` : title;
    return given.length;
  };

  return {
    beside(at, step) {
      const ids = idsOf(asked()).filter((id) => step < 0 || id === at || !taken.includes(id));
      return ids[ids.indexOf(at) + step] ?? at;
    },
    count,
    questionAt: (element) => idOf(element?.closest("fieldset") ?? template),
    show(at, focus) {
      // Where a condition took it away meanwhile: the nearest before it that applies.
      const order = idsOf(items.filter(isQuestion));
      const known = idsOf(asked());
      let place = order.indexOf(at);
      while (place > 0 && !known.includes(order[place] as string)) place--;
      now = order[place] ?? first;
      const question = items.find((item) => isQuestion(item) && idOf(item) === now);
      const shown = question ? withParts(question) : now === last ? [end] : intro;
      const isWrong = question?.matches(".wrong");
      for (const element of [...intro, ...items, end])
        element.hidden = !(shown.includes(element) || (isWrong && element.matches(".errors")));
      if (tongues) tongues.open = now === first;
      one(".back").hidden = bar.hidden = now === first;
      const next = one(".next");
      next.hidden = now === last;
      next.textContent = now === first && !taken[0] ? words.start : words.next;
      count();
      if (focus) {
        scrollTo(0, 0);
        moveFocus(question ?? one(now === last ? ".last h2" : "h1"));
      }
      return now;
    },
  };
}
