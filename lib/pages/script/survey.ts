import { begin } from "./begin.ts";
import { say } from "./page-body.ts";
import { last } from "./screens.ts";
import { send, speak, trySend } from "./sending.ts";
import { depth, go, guarded, open, type Parts, save, session, sync } from "./session.ts";

/**
 * The survey one question at a time, kept on the device until it is sent, and sent once. The page is complete without this:
 * whatever fails in here gives the plain form back. Everything is heard at the window, because the form may be replaced.
 */
export function start(parts?: Parts): void {
  Object.assign(session, { begin }, parts);
  hear();
  guarded(begin)(false);
}

/** The button pressed last; browsers before 2022 do not say which one sends a form. */
let pressed: Element | null = null;

function press(event: MouseEvent): void {
  pressed = (event.target as Element).closest("button,a");
  if (!session.survey || !pressed) return;
  const { screens, drafts, wave, address, form } = session.survey;
  if (pressed.matches(".next")) goOn();
  else if (pressed.matches(".back")) depth() > 0 ? history.back() : go(screens.beside(session.at, -1));
  else if (pressed.matches(".forget")) {
    drafts.remove(wave);
    session.survey = undefined;
    location.replace(address);
  } else if (pressed.matches(".errors a")) {
    event.preventDefault();
    const field = form.querySelector<HTMLElement>(`[id="${pressed.getAttribute("href")?.slice(1)}"]`);
    go(screens.questionAt(field));
    field?.focus();
  }
}

async function submit(event: SubmitEvent): Promise<void> {
  const { survey } = session;
  if (!survey) return;
  event.preventDefault();
  const button = pressed as HTMLButtonElement | null;
  if (button?.name === "_lang") await speak(button.value);
  else if (session.at !== last) goOn();
  // Nothing answered may be meant, or a mistake: that is said once, and sent when it is pressed again.
  else if (survey.screens.count() || !say(survey.form.querySelector(".answered")?.textContent ?? "")) await trySend();
}

function goOn(): void {
  const { survey, at, isTakeable } = session;
  if (survey && isTakeable?.(survey.form) !== false) go(survey.screens.beside(at, 1));
}

/** Whatever one of these events does must not stand between a resident and the form. */
function on<Heard extends Event>(names: string, act: (event: Heard) => unknown): void {
  for (const name of names.split(" ")) addEventListener(name, guarded(act) as (event: Event) => void);
}

function hear(): void {
  on("click", press);
  on("submit", submit);
  on("input change", () => {
    save(false);
    session.survey?.screens.count();
  });
  on("popstate", () => {
    const { thanked, survey } = session;
    if (thanked) history.replaceState(null, "", thanked);
    else if (history.state) {
      open(history.state.at);
      // A step from before the language changed.
      if (survey) history.replaceState(history.state, "", survey.address);
    }
  });
  // The code of a letter, scanned while the page was open: what was typed so far is kept.
  on("hashchange", () => location.hash.startsWith("#t=") && location.reload());
  on("storage", ({ key, newValue }: StorageEvent) => {
    const { survey } = session;
    if (!survey || key !== survey.drafts.keyOf(survey.wave)) return;
    // Somebody deleted it in another tab.
    if (newValue === null) location.replace(survey.address);
    else sync();
  });
  on("online pageshow visibilitychange", async () => {
    if (document.hidden) return;
    // A try that is under way may still fail: then the next one is soon, however many came before.
    session.tries = 0;
    sync();
    await send();
  });
}
