/** A form of the panel in a closed <details> element, and the field that asks for a reason. */
import { MAX_REASON } from "../../appointment/status-rules.ts";
import { el, icon } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";

/** A `cancel` event closes it. `name`: its test id; `symbol`: one of static/img/icons.txt. */
export function disclosure(
  name: string,
  symbol: string,
  label: string,
  ...content: Node[]
): HTMLDetailsElement {
  const section = el(
    "details",
    { class: "disclosure", "data-testid": name, oncancel: () => close(section) },
    el("summary", {}, icon(symbol), label),
    ...content,
  );
  return section;
}

/** Closes the form; if it had the focus, its summary gets it. */
export function close(section: HTMLDetailsElement) {
  if (section.contains(document.activeElement)) section.querySelector("summary")?.focus();
  section.open = false;
}

/** An empty place where a form can ask for a reason. */
export function reasonPlace() {
  return el("div", { class: "reason-field" });
}

/** Asks for the reason of a change outside the rules. `id`: of the field. */
export function askReason(place: HTMLElement, id: string) {
  reasonField(place, id).focus();
}

/** The field for the reason, added where it is missing; the focus stays where it is. */
export function reasonField(place: HTMLElement, id: string): HTMLInputElement {
  const present = place.querySelector("input");
  if (present) return present;
  const input = el("input", { class: "form-control", id, required: true, maxlength: MAX_REASON });
  place.append(el("label", { class: "form-label", for: id, text: messages.details.reason }), input);
  return input;
}

/** The typed reason; undefined where none was asked for or typed. */
export function reasonIn(place: HTMLElement) {
  return place.querySelector("input")?.value.trim() || undefined;
}
