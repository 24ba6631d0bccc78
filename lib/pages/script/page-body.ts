/** Puts a page that came as an answer in the place of this one; its address too, where it has a form. */
export function replaceBody(page: Document): void {
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  const address = formOf()?.getAttribute("action");
  if (address) history.replaceState(history.state, "", address);
}

/** The form of the page. */
export function formOf(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("main form");
}

export function focusHeading(): void {
  scrollTo(0, 0);
  focus(document.querySelector("main h1"));
}

/** Moves the focus to what is only read. */
export function focus(element: HTMLElement | null | undefined): void {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  // Enlarged to 400 %, all that stands before it would fill the window.
  if (element.getBoundingClientRect().top > innerHeight / 2) element.scrollIntoView();
}

/** Says how sending goes, also to who cannot see it. Returns whether that is new. */
export function say(text: string): boolean {
  const state = document.querySelector("form>.state");
  if (state?.textContent === text) return false;
  if (state) state.textContent = text;
  return true;
}

/** Says on top what happened since the page was first shown; the focus goes there. */
export function note(text: string): void {
  const banner = document.createElement("p");
  banner.className = "banner";
  banner.textContent = text;
  document.querySelector("main h1")?.before(banner);
}
