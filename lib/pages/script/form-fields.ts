import type { Field } from "./shown.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Everything that a form would send now. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
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
    const values = fields.flatMap(([other, value]) => (other === name ? [value] : []));
    if (type === "radio" || type === "checkbox") (control as HTMLInputElement).checked = values.includes(control.value);
    else control.value = values.find((value) => control.type !== "text" || !isBeside(form, name, value)) ?? "";
  }
}

/** Makes a form that of a submission begun before, or in another tab. */
export function adoptSubmission(form: HTMLFormElement, fields: readonly Field[]): void {
  for (const control of controlsOf(form)) {
    if (carried.includes(control.name)) control.value = fieldValue(fields, control.name) || control.value;
  }
}

/** A value that is a box beside a text, as “prefer not to answer” beside a number. */
function isBeside(form: HTMLFormElement, name: string, value: string): boolean {
  return controlsOf(form).some((one) => one.name === name && one.type === "checkbox" && one.value === value);
}

/** Not `form.elements`: a question may be called just that. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>("input,select,textarea")];
}
