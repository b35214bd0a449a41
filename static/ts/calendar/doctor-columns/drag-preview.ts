/** Shows where a release would put an appointment, or which empty time is being selected. */
import { el } from "../../core/dom.ts";
import { styleOf } from "./card.ts";
import type { Span } from "./columns.ts";

export class DragPreview {
  #source: HTMLElement | null;
  #element: HTMLElement;
  #times = el("span", { class: "drag-time" });

  /** `source`: the dragged appointment's element; null for empty time. */
  constructor(source: HTMLElement | null) {
    this.#source = source;
    const copy = source?.cloneNode(true) as HTMLElement | undefined;
    if (copy) delete copy.dataset.appointment;
    this.#element = copy ?? el("div");
    this.#element.classList.add("drag-preview");
    this.#element.removeAttribute("tabindex");
    this.#element.setAttribute("aria-hidden", "true");
    this.#element.append(this.#times);
    source?.toggleAttribute("data-dragged", true);
  }

  /** `times`: the span in the hospital's time, as text. */
  show(column: HTMLElement, { from, to }: Span, times: string) {
    this.#element.style.cssText = styleOf(from, to);
    this.#times.textContent = times;
    if (this.#element.parentElement !== column) column.append(this.#element);
  }

  remove() {
    this.#element.remove();
    this.#source?.removeAttribute("data-dragged");
  }
}
