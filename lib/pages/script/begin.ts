import { type Drafts, draftsOf, type KeepingPlace, type Kept } from "./draft.ts";
import { adoptSubmission, fieldsOf, fieldValue, fillForm } from "./form-fields.ts";
import { focus, formOf, note } from "./page-body.ts";
import { readWords } from "./page-words.ts";
import { first, screensOf } from "./screens.ts";
import { send, trySend } from "./sending.ts";
import { guarded, leave, mark, save, session } from "./session.ts";
import type { Field } from "./shown.ts";

/**
 * Turns the form of the page into one question at a time, with what is kept on the device in it.
 * @param isAnswer whether the page came as an answer to a form: then what it holds is newer than what is kept
 */
export function begin(isAnswer: boolean): void {
  session.survey = undefined;
  const form = formOf();
  const template = form?.querySelector("template");
  if (!form || !template) return;
  const words = readWords(template.dataset.words ?? "");
  const address = form.getAttribute("action") ?? "";
  // A device that many people use keeps nothing.
  const place = template.dataset.mode === "web" ? keepingPlace() : undefined;
  const drafts = draftsOf(place, address.split(/[/?]/)[2] ?? "", Math.floor(Date.now() / 86_400_000));
  const wave = fieldValue(fieldsOf(form), "_wave");
  const { code, isNew } = readFragment();

  let kept = drafts.read(wave);
  if (kept && !kept.fields) {
    if (!code && !isNew) {
      leave(address);
      return;
    }
    drafts.remove(wave);
    kept = undefined;
  }
  if (kept && isOfAnotherLetter(kept, code)) kept = undefined;
  const older = isAnswer || kept ? undefined : takeOlder(drafts, wave);

  const screens = screensOf(form, template, words, document.title, session.shownItems);
  session.survey = { form, screens, drafts, words, address, wave };
  const device = form.querySelector(".kept");
  if (!place) device?.remove();
  const resumed = isAnswer ? undefined : kept?.fields;
  if (resumed) {
    adoptSubmission(form, resumed);
    fillForm(form, resumed);
    session.at = kept?.at ?? first;
    if (resumed.some(isAnswered)) device?.setAttribute("open", "");
  } else if (older && !older.isPending) {
    fillForm(form, older.fields.filter(isAnswered));
    note(words.carried);
  }
  const codeField = form.querySelector<HTMLInputElement>("[name=_code]");
  if (code && codeField) codeField.value = code;
  const isTold = openFirst(isAnswer);
  // By “back” a page that came as an answer to a form would be asked for again with that form, unless it is marked. On a first visit
  // marking takes longer than all the rest, and `go` makes up for it.
  if (isTold || history.state) mark();

  if (older?.isPending) {
    session.outgoing = older;
    guarded(send)();
  } else if (resumed && kept?.isPending) guarded(trySend)();
  else save(false);
}

const isAnswered = ([name, value]: Field): boolean => !name.startsWith("_") && value !== "";

/** Two letters, one phone: the second begins afresh, unless the first still has to be sent. */
function isOfAnotherLetter({ fields = [], isPending }: Kept, code: string): boolean {
  const before = fieldValue(fields, "_code");
  return code !== "" && before !== "" && before !== code && !isPending;
}

/**
 * Opens the screen where something is to be read: a mistake, a notice, else where it was left.
 * @returns whether there is a mistake or a notice
 */
function openFirst(isAnswer: boolean): boolean {
  if (!session.survey) return false;
  const { form, screens } = session.survey;
  const notice = form.querySelector<HTMLElement>(":scope>:is(.errors,.banner)");
  if (notice) session.at = screens.questionAt(form.querySelector(".wrong"));
  session.at = screens.show(session.at, isAnswer);
  focus(notice);
  return notice !== null;
}

/** What is kept of an earlier wave; taken away unless it still has to be sent. */
function takeOlder(drafts: Drafts, wave: string) {
  let found: { readonly wave: string; readonly fields: readonly Field[]; readonly isPending: boolean } | undefined;
  for (const other of drafts.others(wave)) {
    const { fields, isPending = false } = drafts.read(other) ?? {};
    if (fields) found = { wave: other, fields, isPending };
    if (!isPending) drafts.remove(other);
  }
  return found;
}

/** The code in a letter's QR code, which reaches no server's log, and whether somebody else begins. Gone from the address after. */
function readFragment(): { code: string; isNew: boolean } {
  const fragment = location.hash.slice(1);
  const code = new URLSearchParams(fragment).get("t") ?? "";
  const isNew = fragment === "new";
  if (code || isNew) history.replaceState(history.state, "", location.pathname + location.search);
  return { code, isNew };
}

function keepingPlace(): KeepingPlace | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
