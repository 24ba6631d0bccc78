import { begin } from "./begin.ts";
import { last } from "./screens.ts";
import { send, speak, trySend } from "./sending.ts";
import { depth, go, guarded, open, save, session, sync } from "./session.ts";

/**
 * The survey one question at a time, kept on the device until it is sent, and sent once. The page is complete without this:
 * whatever fails in here gives the plain form back. Everything is heard at the window, because the form may be replaced.
 */

/** The button pressed last; browsers before 2022 do not say which one sends a form. */
let pressed: Element | null = null;

addEventListener("click", guarded(press));
function press(event: MouseEvent): void {
  pressed = (event.target as Element).closest("button,a");
  if (!session.survey || !pressed) return;
  const { screens, drafts, wave, address, form } = session.survey;
  if (pressed.matches(".next")) go(screens.beside(session.at, 1));
  else if (pressed.matches(".back") && depth() > 0) history.back();
  else if (pressed.matches(".back")) go(screens.beside(session.at, -1));
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

addEventListener("submit", guarded(submit));
async function submit(event: SubmitEvent): Promise<void> {
  if (!session.survey) return;
  event.preventDefault();
  const button = pressed as HTMLButtonElement | null;
  if (button?.name === "_lang") await speak(button.value, begin);
  else if (button?.matches(".send") || session.at === last) await trySend(begin);
  else go(session.survey.screens.beside(session.at, 1));
}

for (const change of ["input", "change"]) {
  addEventListener(
    change,
    guarded(() => {
      save(false);
      session.survey?.screens.count();
    }),
  );
}

addEventListener(
  "popstate",
  guarded(() => {
    if (session.after) history.replaceState(null, "", session.after);
    else if (history.state) {
      open(history.state.at);
      // A step from before the language changed.
      if (session.survey) history.replaceState(history.state, "", session.survey.address);
    }
  }),
);

// The code of a letter, scanned while the page was open: what was typed so far is kept.
addEventListener("hashchange", () => location.hash.startsWith("#t=") && location.reload());

addEventListener(
  "storage",
  guarded(({ key, newValue }: StorageEvent) => {
    const { survey } = session;
    if (!survey || key !== survey.drafts.keyOf(survey.wave)) return;
    // Somebody deleted it in another tab.
    if (newValue === null) location.replace(survey.address);
    else sync();
  }),
);

for (const chance of ["online", "pageshow", "visibilitychange"]) {
  addEventListener(
    chance,
    guarded(async () => {
      if (document.hidden) return;
      sync();
      await send(begin);
    }),
  );
}

guarded(begin)(false);
