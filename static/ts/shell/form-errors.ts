/** Complaints beside the fields that they are about; the focus goes to the first. */
import { byId } from "../core/dom.ts";

/** The control that is focused for a field whose own control is hidden. */
const CONTROLS: Record<string, string> = { patient: "id_q", new: "id_new-name" };

/**
 * Shows these complaints and takes away all others; the sentence, if any, stands on top. `prefix`
 * begins the fields' names on the page. Whether the focus went to a field.
 */
export function showErrors(fields: Record<string, string[]>, prefix = "", sentence = ""): boolean {
  clearErrors(prefix);
  const rest = Object.entries(fields).filter(([name, texts]) => !showError(prefix + name, texts));
  const own = rest.flatMap(([, texts]) => texts);
  if (sentence) sayOnTop([sentence, ...own].join(" "));
  return focusFirst();
}

export function clearErrors(prefix = "") {
  for (const node of places()) {
    const name = node.dataset.errorFor ?? "";
    if (name.startsWith("new") === prefix.startsWith("new")) showError(name, []);
  }
  if (!prefix) byId("form-error").hidden = true;
}

/** No texts take the complaint away. False where the page has no such field. */
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
  const first = [...places()].find((node) => node.textContent);
  if (!first) return false;
  const name = first.dataset.errorFor ?? "";
  const control =
    document.getElementById(CONTROLS[name] ?? `id_${name}`) ??
    document.querySelector<HTMLElement>(
      `[name="${name}"]:checked, [name="${name}"][tabindex="0"]`,
    ) ??
    document.querySelector<HTMLElement>("#next-free-list button, #next-days-list button");
  if (name === "patient") openFinder();
  control?.focus();
  return control !== null;
}

function places() {
  return document.querySelectorAll<HTMLElement>("[data-error-for]");
}

function openFinder() {
  byId<HTMLDetailsElement>("patient-finder").open = true;
}
