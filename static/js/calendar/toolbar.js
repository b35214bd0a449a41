/** The bar above the calendar: today, earlier, later, and the views. */
import { byId } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";

/** Tells `today`, `back`, `on` and `view` (name). */
export class Toolbar extends Emitter {
  constructor() {
    super();
    byId("go-today").addEventListener("click", () => this.emit("today"));
    byId("go-back").addEventListener("click", () => this.emit("back"));
    byId("go-on").addEventListener("click", () => this.emit("on"));
    for (const button of this.#views()) {
      button.addEventListener("click", () => this.emit("view", button.dataset.view));
    }
  }

  /** @param {string} view @param {string} title */
  show(view, title) {
    byId("calendar-title").textContent = title;
    byId("board-body").dataset.view = view;
    for (const button of this.#views()) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
  }

  #views() {
    return /** @type {HTMLElement[]} */ ([...byId("views").querySelectorAll("[data-view]")]);
  }
}
