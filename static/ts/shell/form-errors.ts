/** Error messages beside form fields; the first field with an error is focused. */
import { byId } from "../core/dom.ts";

/** The visible controls of fields whose own control is hidden. */
const CONTROLS: Record<string, string> = { patient: "id_q", new: "id_new-name" };

/**
 * Shows these errors in place of all others. `prefix`: of the fields' names on the page; `summary`:
 * shown above the form, if any. Returns whether a field was focused.
 */
export function showErrors(fields: Record<string, string[]>, prefix = "", summary = ""): boolean {
  clearErrors(prefix);
  const rest = Object.entries(fields).filter(([name, texts]) => !showError(prefix + name, texts));
  const own = rest.flatMap(([, texts]) => texts);
  if (summary) showSummary([summary, ...own].join(" "));
  return focusFirst();
}

export function clearErrors(prefix = "") {
  for (const node of document.querySelectorAll("[data-error-for]")) {
    const name = (node as HTMLElement).dataset.errorFor ?? "";
    if (name.startsWith("new") === prefix.startsWith("new")) showError(name, []);
  }
  if (!prefix) byId("form-error").hidden = true;
}

/** `texts`: none removes the error. Returns false if the page has no such field. */
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

function showSummary(text: string) {
  byId("form-error-text").textContent = text;
  byId("form-error").hidden = false;
}

/** Focuses the first field with an error, in the order of the page. */
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
