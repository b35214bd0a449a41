/** Complaints beside the fields that they are about; the focus goes to the first. */
import { byId } from "../core/dom.ts";

/** The control that is focused for a field whose own control is hidden. */
const CONTROLS: Record<string, string> = { patient: "id_q", new: "id_new-name" };

/**
 * Shows these complaints and takes away all others. `prefix`: of the fields' names on the page;
 * `sentence`: said on top; none says nothing there. Returns whether the focus went to a field.
 */
export function showErrors(fields: Record<string, string[]>, prefix = "", sentence = ""): boolean {
  clearErrors(prefix);
  const rest = Object.entries(fields).filter(([name, texts]) => !showError(prefix + name, texts));
  const own = rest.flatMap(([, texts]) => texts);
  if (sentence) sayOnTop([sentence, ...own].join(" "));
  return focusFirst();
}

export function clearErrors(prefix = "") {
  for (const node of document.querySelectorAll("[data-error-for]")) {
    const name = (node as HTMLElement).dataset.errorFor ?? "";
    if (name.startsWith("new") === prefix.startsWith("new")) showError(name, []);
  }
  if (!prefix) byId("form-error").hidden = true;
}

/** `texts`: none takes the complaint away. Returns false where the page has no such field. */
export function showError(name: string, texts: string[]): boolean {
  const place = document.getElementById(`id_${name}_error`);
  if (!place) return false;
  place.textContent = texts.join(" ");
  const control = document.getElementById(CONTROLS[name] ?? `id_${name}`);
  if (!control) return true;
  control.setAttribute("aria-describedby", place.id);
  if (texts.length) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  return true;
}

export function sayOnTop(text: string) {
  byId("form-error-text").textContent = text;
  byId("form-error").hidden = false;
}

/** In the order of the page, not of the answer. */
function focusFirst() {
  const first = [...document.querySelectorAll("[data-error-for]")].find((node) => node.textContent);
  if (!first) return false;
  const name = (first as HTMLElement).dataset.errorFor ?? "";
  const control =
    document.getElementById(CONTROLS[name] ?? `id_${name}`) ??
    document.querySelector(`[name="${name}"]:checked, [name="${name}"][tabindex="0"]`) ??
    document.querySelector("#next-free-list button, #next-days-list button");
  if (name === "patient") openFinder();
  (control as HTMLElement | null)?.focus();
  return control !== null;
}

function openFinder() {
  byId<HTMLDetailsElement>("patient-finder").open = true;
}
