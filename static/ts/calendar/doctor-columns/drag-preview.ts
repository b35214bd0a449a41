/** What a hand is about to do, drawn in the columns: the appointment it moves, or the length of empty time. */
import { el } from "../../core/dom.ts";
import { styleOf } from "./card.ts";
import type { Span } from "./columns.ts";

export class Ghost {
  #held: HTMLElement | null;
  #element: HTMLElement;
  #times = el("span", { class: "drag-time" });

  /** `held`: the appointment's element, null for empty time. */
  constructor(held: HTMLElement | null) {
    this.#held = held;
    const copy = held?.cloneNode(true) as HTMLElement | undefined;
    if (copy) delete copy.dataset.appointment;
    this.#element = copy ?? el("div");
    this.#element.classList.add("ghost");
    this.#element.removeAttribute("tabindex");
    this.#element.setAttribute("aria-hidden", "true");
    this.#element.append(this.#times);
    held?.toggleAttribute("data-held", true);
  }

  /** `times`: what the hospital's clock says of it. */
  show(lane: HTMLElement, { from, to }: Span, times: string) {
    this.#element.style.cssText = styleOf(from, to);
    this.#times.textContent = times;
    if (this.#element.parentElement !== lane) lane.append(this.#element);
  }

  remove() {
    this.#element.remove();
    this.#held?.removeAttribute("data-held");
  }
}
