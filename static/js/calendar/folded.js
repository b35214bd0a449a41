/** A form of the panel that is folded away until somebody wants it. */
import { el, icon } from "../dom.js";
import { messages } from "../messages.js";
import { MAX_REASON } from "./cancel-form.js";

/**
 * @param {string} name by which tests find it
 * @param {string} symbol one of static/img/icons.txt
 * @param {string} label
 * @param {...Node} content
 * @returns {HTMLDetailsElement}
 */
export function folded(name, symbol, label, ...content) {
  const section = /** @type {HTMLDetailsElement} */ (
    el(
      "details",
      { class: "details-folded", "data-testid": name, onletbe: () => fold(section) },
      el("summary", {}, icon(symbol), label),
      ...content,
    )
  );
  return section;
}

/** Closes the form; the focus that was in it goes back to what opened it. */
/** @param {HTMLDetailsElement} section */
export function fold(section) {
  if (section.contains(document.activeElement)) section.querySelector("summary")?.focus();
  section.open = false;
}

/** Where a form asks why, once it has to. */
export function placeForWhy() {
  return el("div", { class: "details-why" });
}

/** Who may book what is closed says why. @param {HTMLElement} place @param {string} id of the field */
export function askWhy(place, id) {
  if (!place.childElementCount) {
    place.append(
      el("label", { class: "form-label", for: id, text: messages.details.reason }),
      el("input", { class: "form-control", id, required: true, maxlength: MAX_REASON }),
    );
  }
  place.querySelector("input")?.focus();
}

/** What was said there, if it was asked for. @param {HTMLElement} place */
export function whyOf(place) {
  return place.querySelector("input")?.value.trim() || undefined;
}
