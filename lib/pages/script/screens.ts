import { fieldsOf } from "./form-fields.ts";
import { filled, type PageWords, timeLeft } from "./page-words.ts";
import { type SkipRule, shownItems } from "./shown.ts";

/** Ids of the first and the last screen; those between are ids of questions. */
export const first = "";
export const last = "_end";

export interface Screens {
  /** The screen before or after one, among those that apply now. */
  beside(at: string, step: 1 | -1): string;
  /** Shows a screen, or the one before it where it does not apply. Returns what is shown. */
  show(at: string, focus: boolean): string;
  /** Counts again, where an answer may have changed what is asked. */
  count(): void;
  /** The question that an element belongs to. */
  questionAt(element: Element | null): string;
}

/**
 * One question at a time: everything stays in the form, all but one screen hidden.
 * @param title of the document, without progress
 */
export function screensOf(
  form: HTMLFormElement,
  template: HTMLTemplateElement,
  words: PageWords,
  title: string,
): Screens {
  const rules = JSON.parse(template.dataset.rules ?? "[]") as readonly SkipRule[];
  const all = <E extends HTMLElement>(selector: string): E[] => [...form.querySelectorAll<E>(selector)];
  const one = <E extends HTMLElement>(selector: string): E => form.querySelector<E>(selector) as E;
  const idOf = (element: Element): string => element.id.replace(/-(question|part)$/, "");
  const questions = all("fieldset");
  const parts = all(".part");
  // A browser that knows `:has` would hide by rules of its own, which do not know what is left out for a question before.
  for (const rule of document.querySelectorAll("style+style")) rule.remove();
  template.before(template.content.cloneNode(true));
  // After the button that Enter presses: it has to be the first of the form.
  one(".default").after(one("progress"), one(".tongues"));
  one(".end").prepend(one(".last"));
  one(".end").after(one(".state"), one(".moves"));
  // The choice of the language is open on the first screen, and at hand on every other.
  const languages = form.querySelector(".languages");
  if (languages) one(".tongues").append(languages);
  else one(".tongues").remove();
  const tongues = form.querySelector<HTMLDetailsElement>(".tongues");
  const intro = all(":scope>*").filter(
    (element) =>
      !element.matches("h1,details,.default,.trap,.part,.end,.moves,.state,fieldset,progress,template,[type=hidden]"),
  );
  let now = first;

  const applying = (): HTMLElement[] => {
    const shown = shownItems(rules, fieldsOf(form));
    return rules.length > 0 ? questions.filter((question) => shown.has(idOf(question))) : questions;
  };
  const ids = (): string[] => [first, ...applying().map(idOf), last];

  /** Headings of the question's group, and notes between it and the question before. */
  const partsOf = (id: string): HTMLElement[] => {
    const shown = shownItems(rules, fieldsOf(form));
    const [before, question] = [beside(id, -1), form.querySelector(`[id="${id}-question"]`)];
    const from = form.querySelector(`[id="${before}-question"]`);
    return parts.filter((part) => {
      if (!question || (rules.length > 0 && !shown.has(idOf(part)))) return false;
      if (part.dataset.items) return part.dataset.items.split(" ").includes(id);
      return follows(question, part) && (!from || follows(part, from));
    });
  };
  const follows = (later: Element, earlier: Element): boolean =>
    (earlier.compareDocumentPosition(later) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

  const beside = (at: string, step: 1 | -1): string => {
    const known = ids();
    return known[Math.min(Math.max(known.indexOf(at) + step, 0), known.length - 1)] ?? first;
  };

  const count = (): void => {
    const asked = applying();
    const place = asked.findIndex((question) => idOf(question) === now) + 1;
    const progress = filled(words.progress, place, asked.length);
    const bar = one<HTMLProgressElement>("progress");
    bar.max = asked.length + 1;
    bar.value = now === last ? asked.length + 1 : place;
    if (place > 0) {
      const small = asked[place - 1]?.querySelector("legend small");
      if (small) small.textContent = `${progress} · ${timeLeft(words, asked.length - place + 1)}`;
    }
    const given = asked.filter((question) =>
      fieldsOf(form).some(([name, value]) => name === idOf(question) && value.trim()),
    );
    one(".answered").textContent = filled(words.answered, given.length, asked.length);
    document.title =
      place > 0 ? `${progress} · ${title}` : now === last ? `${one(".last h2").textContent} · ${title}` : title;
  };

  return {
    beside,
    count,
    questionAt: (element) => (element?.closest("fieldset") ? idOf(element.closest("fieldset") as Element) : first),
    show(at, focus) {
      // Where a condition took it away meanwhile: the nearest before it that applies.
      const order = [first, ...questions.map(idOf), last];
      const known = ids();
      let place = order.indexOf(at);
      while (place > 0 && !known.includes(order[place] as string)) place--;
      now = order[Math.max(place, 0)] as string;
      const question = questions.find((one) => idOf(one) === now);
      const visible = new Set<Element>(question ? [...partsOf(now), question] : now === last ? [one(".end")] : intro);
      if (question?.classList.contains("wrong")) for (const list of all(".errors")) visible.add(list);
      for (const element of [...intro, ...parts, ...questions, one(".end")]) element.hidden = !visible.has(element);
      if (tongues) tongues.open = now === first;
      one(".back").hidden = now === first;
      one(".next").hidden = now === last;
      one(".next").textContent = now === first ? words.start : words.next;
      one("progress").hidden = now === first;
      count();
      if (focus) {
        const target = question ?? (now === last ? one(".last h2") : one("h1"));
        target.tabIndex = -1;
        scrollTo(0, 0);
        target.focus({ preventScroll: true });
        // Enlarged to 400 %, all that stands before it would fill the window.
        if (target.getBoundingClientRect().top > innerHeight / 2) target.scrollIntoView();
      }
      return now;
    },
  };
}
