/** Puts a page that came as an answer in the place of this one; its address too, where it has a form. */
export function replaceBody(page: Document): void {
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  const address = document.querySelector("main form")?.getAttribute("action");
  if (address) history.replaceState(history.state, "", address);
}

export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  if (!heading) return;
  heading.tabIndex = -1;
  scrollTo(0, 0);
  heading.focus();
}

/** Says how sending goes, also to who cannot see it. */
export function say(text: string): void {
  const state = document.querySelector("form>.state");
  if (state) state.textContent = text;
}

/** Says on top what happened since the page was first shown. */
export function note(text: string): void {
  const banner = document.createElement("p");
  banner.className = "banner";
  banner.setAttribute("role", "status");
  banner.textContent = text;
  document.querySelector("main h1")?.before(banner);
}
