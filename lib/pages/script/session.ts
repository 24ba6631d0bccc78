import type { Drafts } from "./draft.ts";
import { adoptSubmission, fieldsOf, fillForm } from "./form-fields.ts";
import { say } from "./page-body.ts";
import type { PageWords } from "./page-words.ts";
import { first, type Screens } from "./screens.ts";
import type { Field, ShownItems } from "./shown.ts";

/** The form that is open. */
export interface Survey {
  readonly form: HTMLFormElement;
  readonly screens: Screens;
  readonly drafts: Drafts;
  readonly words: PageWords;
  /** Where the form goes, as the page says. */
  readonly address: string;
  readonly wave: string;
}

/** What only some surveys need; a page of the others comes without it. */
export interface Parts {
  /** Tells what is asked; undefined where everybody is asked everything. */
  readonly shownItems?: ShownItems;
  /** Tells whether the open screen can be left; undefined where nothing is typed and no answer has to be. */
  readonly isTakeable?: (form: HTMLFormElement) => boolean;
}

/** Everything that changes while the page is open. */
interface Session extends Parts {
  /** Undefined: nothing is intercepted; the page is that of a browser without a script. */
  survey: Survey | undefined;
  /** The screen that is open. */
  at: string;
  isSending: boolean;
  /** What “Send” was pressed for, and nothing has acknowledged yet. */
  outgoing: { readonly wave: string; readonly fields: readonly Field[] } | undefined;
  tries: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Address of the thank-you page, once it is shown in the place of the form. */
  thanked: string | undefined;
  /** Begins with the page that is there. @param isAnswer whether it came as an answer to a form */
  begin(isAnswer: boolean): void;
}

/** What is not here is undefined at first, and set when the page begins. */
export const session = { at: first, isSending: false, tries: 0 } as Session;

/** Keeps the form as it is now; the submission that a tab began first is that of all. */
export function save(isPending: boolean): void {
  if (!session.survey) return;
  const { drafts, form, wave, address } = session.survey;
  const kept = drafts.read(wave);
  if (kept && !kept.fields) {
    leave(address);
    return;
  }
  if (kept?.fields) adoptSubmission(form, kept.fields);
  const fields = fieldsOf(form);
  if (isPending) session.outgoing = { wave, fields };
  else if (session.outgoing?.wave === wave) session.outgoing = undefined;
  drafts.write(wave, { fields, at: session.at, isPending });
}

/** Takes over what another tab has kept meanwhile. */
export function sync(): void {
  if (!session.survey) return;
  const { drafts, form, wave, address, screens } = session.survey;
  const kept = drafts.read(wave);
  if (!kept) save(session.outgoing?.wave === wave);
  else if (!kept.fields) leave(address);
  else {
    adoptSubmission(form, kept.fields);
    fillForm(form, kept.fields);
    screens.count();
  }
}

/** Opens a screen as a step that the browser's own way back undoes. */
export function go(target: string): void {
  if (!session.survey) return;
  if (!history.state) mark();
  open(target);
  history.pushState({ at: session.at, depth: depth() + 1 }, "");
}

/** Opens a screen; whatever waited to be sent can be changed again. */
export function open(target: string): void {
  if (!session.survey) return;
  clearTimeout(session.timer);
  say("");
  session.at = session.survey.screens.show(target, true);
  save(false);
}

/** Notes in the browser's history which screen is open, so that its way back leads here. */
export function mark(): void {
  history.replaceState({ at: session.at, depth: depth() }, "");
}

/** How many steps back are still ours. */
export const depth = (): number => history.state?.depth ?? 0;

/** To the thank-you page, which also leads on to somebody else's answers. */
export function leave(address: string): void {
  session.survey = undefined;
  location.replace(address.replace("?", "/thanks?"));
}

/** Gives the plain form back: everything visible, nothing intercepted. */
export function giveUp(): void {
  session.survey = undefined;
  clearTimeout(session.timer);
  for (const element of document.querySelectorAll<HTMLElement>("main [hidden]")) element.hidden = false;
  for (const part of document.querySelectorAll("progress,.moves,.last,.kept,form>.state")) part.remove();
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/** Whatever fails in a script of ours must not stand between a resident and the form. */
export function guarded<Given extends readonly unknown[]>(
  act: (...given: Given) => unknown,
): (...given: Given) => void {
  // Runs at once, and turns what is thrown into a promise that fails.
  const attempt = async (...given: Given): Promise<unknown> => act(...given);
  return (...given) => {
    attempt(...given).catch(giveUp);
  };
}
