/** A form of the panel that is folded away until somebody wants it. */
import { MAX_REASON } from "../../appointment/status-rules.ts";
import { el, icon } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";

/** Tests find it by its name; the symbol is one of static/img/icons.txt. */
export function folded(
  name: string,
  symbol: string,
  label: string,
  ...content: Node[]
): HTMLDetailsElement {
  const section = el(
    "details",
    { class: "details-folded", "data-testid": name, onletbe: () => fold(section) },
    el("summary", {}, icon(symbol), label),
    ...content,
  );
  return section;
}

/** Closes the form; the focus that was in it goes back to what opened it. */
export function fold(section: HTMLDetailsElement) {
  if (section.contains(document.activeElement)) section.querySelector("summary")?.focus();
  section.open = false;
}

/** Where a form asks why, once it has to. */
export function placeForWhy() {
  return el("div", { class: "details-why" });
}

/** Who may book what is closed says why, in a field with that id. */
export function askWhy(place: HTMLElement, id: string) {
  fieldForWhy(place, id).focus();
}

/** The field that asks why, put there where it is not yet; the focus stays where it is. */
export function fieldForWhy(place: HTMLElement, id: string): HTMLInputElement {
  const there = place.querySelector("input");
  if (there) return there;
  const input = el("input", { class: "form-control", id, required: true, maxlength: MAX_REASON });
  place.append(el("label", { class: "form-label", for: id, text: messages.details.reason }), input);
  return input;
}

/** What was said there, if it was asked for. */
export function whyOf(place: HTMLElement) {
  return place.querySelector("input")?.value.trim() || undefined;
}
