/** What a hand is about to do, drawn in the columns: the appointment it moves, or the length of empty time. */
import { el } from "../../core/dom.js";
import { styleOf } from "./card.js";

/** @typedef {import("./columns.js").Span} Span */

export class Ghost {
  #held;
  #element;
  #times = el("span", { class: "visit-drawn" });

  /** @param {HTMLElement | null} held the appointment's element, null for empty time */
  constructor(held) {
    this.#held = held;
    const copy = /** @type {HTMLElement | undefined} */ (held?.cloneNode(true));
    if (copy) delete copy.dataset.visit;
    this.#element = copy ?? el("div");
    this.#element.classList.add("ghost");
    this.#element.removeAttribute("tabindex");
    this.#element.setAttribute("aria-hidden", "true");
    this.#element.append(this.#times);
    held?.toggleAttribute("data-held", true);
  }

  /** @param {HTMLElement} lane @param {Span} span @param {string} times what the hospital's clock says of it */
  show(lane, { from, to }, times) {
    this.#element.style.cssText = styleOf(from, to);
    this.#times.textContent = times;
    if (this.#element.parentElement !== lane) lane.append(this.#element);
  }

  remove() {
    this.#element.remove();
    this.#held?.removeAttribute("data-held");
  }
}
