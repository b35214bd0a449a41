/** The toolbar above the calendar: today, back, forward, and the views. */
import { byId } from "../core/dom.ts";
import type { View } from "./url-state.ts";

interface ToolbarParts {
  onToday: () => void;
  onBack: () => void;
  onForward: () => void;
  onView: (view: View) => void;
}

export class Toolbar {
  constructor({ onToday, onBack, onForward, onView }: ToolbarParts) {
    byId("go-today").addEventListener("click", onToday);
    byId("go-back").addEventListener("click", onBack);
    byId("go-on").addEventListener("click", onForward);
    for (const button of this.#views()) {
      button.addEventListener("click", () => onView(button.dataset.view as View));
    }
  }

  show(view: View, title: string) {
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
