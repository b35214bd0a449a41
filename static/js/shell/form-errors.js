/** Complaints beside the fields that they are about; the focus goes to the first. */
import { byId } from "../core/dom.js";

/** The control that is focused for a field whose own control is hidden. */
const CONTROLS = /** @type {Record<string, string>} */ ({ patient: "id_q", new: "id_new-name" });

/**
 * Shows these complaints and takes away all others.
 * @param {Record<string, string[]>} fields
 * @param {string} [prefix] of the fields' names on the page
 * @param {string} [sentence] said on top; none says nothing there
 * @returns {boolean} whether the focus went to a field
 */
export function showErrors(fields, prefix = "", sentence = "") {
  clearErrors(prefix);
  const rest = Object.entries(fields).filter(([name, texts]) => !showError(prefix + name, texts));
  const own = rest.flatMap(([, texts]) => texts);
  if (sentence) sayOnTop([sentence, ...own].join(" "));
  return focusFirst();
}

/** @param {string} [prefix] */
export function clearErrors(prefix = "") {
  for (const node of document.querySelectorAll("[data-error-for]")) {
    const name = /** @type {HTMLElement} */ (node).dataset.errorFor ?? "";
    if (name.startsWith("new") === prefix.startsWith("new")) showError(name, []);
  }
  if (!prefix) byId("form-error").hidden = true;
}

/**
 * @param {string} name
 * @param {string[]} texts none takes the complaint away
 * @returns {boolean} false where the page has no such field
 */
export function showError(name, texts) {
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

/** @param {string} text */
export function sayOnTop(text) {
  byId("form-error-text").textContent = text;
  byId("form-error").hidden = false;
}

/** In the order of the page, not of the answer. */
function focusFirst() {
  const first = [...document.querySelectorAll("[data-error-for]")].find((node) => node.textContent);
  if (!first) return false;
  const name = /** @type {HTMLElement} */ (first).dataset.errorFor ?? "";
  const control =
    document.getElementById(CONTROLS[name] ?? `id_${name}`) ??
    document.querySelector(`[name="${name}"]:checked, [name="${name}"][tabindex="0"]`) ??
    document.querySelector("#next-free-list button, #next-days-list button");
  if (name === "patient") openFinder();
  /** @type {HTMLElement | null} */ (control)?.focus();
  return control !== null;
}

function openFinder() {
  /** @type {HTMLDetailsElement} */ (byId("patient-finder")).open = true;
}
