import type { Field } from "./shown.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Everything that a form would send now. It has no files. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  return [...new FormData(form)] as [string, string][];
}

/** The first value of a field; empty where there is none. */
export function fieldValue(fields: readonly Field[], wanted: string): string {
  return fields.find(([name]) => name === wanted)?.[1] ?? "";
}

// What a submission is known by: signed together, so they only ever change together. The code is what somebody typed.
const carried = ["_submission", "_page", "_receipt"];
const typed = "_code";

/** Puts answers into a form; what it has no place for is dropped. */
export function fillForm(form: HTMLFormElement, fields: readonly Field[]): void {
  for (const control of controlsOf(form)) {
    const { name, type } = control;
    if (name.startsWith("_") && name !== typed) continue;
    const values = fields.filter(([other]) => other === name).map(([, value]) => value);
    if (type === "radio" || type === "checkbox") (control as HTMLInputElement).checked = values.includes(control.value);
    // A text is sent before the boxes beside it, also when it is empty.
    else control.value = values[0] ?? "";
  }
}

/** Makes a form that of a submission begun before, or in another tab. */
export function adoptSubmission(form: HTMLFormElement, fields: readonly Field[]): void {
  for (const control of controlsOf(form)) {
    if (carried.includes(control.name)) control.value = fieldValue(fields, control.name) || control.value;
  }
}

/** Not `form.elements`: a question may be called just that. */
function controlsOf(form: HTMLFormElement): NodeListOf<Control> {
  return form.querySelectorAll("input,select,textarea");
}
