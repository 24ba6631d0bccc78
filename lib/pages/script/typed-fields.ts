/**
 * Whether what the open screen asks for can be taken, as far as the field itself tells: range, form of a code, an answer that has to
 * be. Where it cannot, the field's own sentence stands where the server would write, and the field has the focus.
 */
export function isTakeable(form: HTMLFormElement): boolean {
  const field = form.querySelector<HTMLElement>(":is(fieldset,.field):not([hidden]) [data-refusal]");
  const place = field?.closest("fieldset,.field");
  const error = place?.querySelector(".error");
  if (!field || !place || !error) return true;
  const isWrong = field.matches(":invalid");
  place.classList.toggle("wrong", isWrong);
  field.setAttribute("aria-invalid", `${isWrong}`);
  error.textContent = isWrong ? (field.dataset.refusal ?? "") : "";
  if (isWrong) field.focus();
  return !isWrong;
}
