/** The bar above the calendar: today, earlier, later, and the views. */
import { byId } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";

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

  show(view: string, title: string) {
    byId("calendar-title").textContent = title;
    byId("calendar-body").dataset.view = view;
    for (const button of this.#views()) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
  }

  #views() {
    return [...byId("views").querySelectorAll("[data-view]")] as HTMLElement[];
  }
}
