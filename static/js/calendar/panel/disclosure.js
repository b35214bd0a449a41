/** A form of the panel that is folded away until somebody wants it. */
import { MAX_REASON } from "../../appointment/status-rules.js";
import { el, icon } from "../../core/dom.js";
import { messages } from "../../core/messages.js";

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
  fieldForWhy(place, id).focus();
}

/** The field that asks why, put there where it is not yet; the focus stays where it is. */
/** @param {HTMLElement} place @param {string} id @returns {HTMLInputElement} */
export function fieldForWhy(place, id) {
  const there = place.querySelector("input");
  if (there) return there;
  const input = /** @type {HTMLInputElement} */ (
    el("input", { class: "form-control", id, required: true, maxlength: MAX_REASON })
  );
  place.append(el("label", { class: "form-label", for: id, text: messages.details.reason }), input);
  return input;
}

/** What was said there, if it was asked for. @param {HTMLElement} place */
export function whyOf(place) {
  return place.querySelector("input")?.value.trim() || undefined;
}
