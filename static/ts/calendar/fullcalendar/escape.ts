/** Cancels a drag or selection in FullCalendar when Escape is pressed. */
export class Escape {
  #down = false;
  #pressed = false;

  /** `element`: contains the calendar. */
  constructor(element: HTMLElement) {
    element.addEventListener("pointerdown", () => this.#begin());
    addEventListener("pointerup", () => this.#end());
    addEventListener("pointercancel", () => this.#end());
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  /** Whether the gesture that just ended was cancelled. */
  get pressed() {
    return this.#pressed;
  }

  #begin() {
    this.#down = true;
    this.#pressed = false;
  }

  /** The click that follows the release still belongs to the gesture, so `pressed` is kept until after it. */
  #end() {
    this.#down = false;
    setTimeout(() => (this.#pressed = false));
  }

  #onKey(event: KeyboardEvent) {
    if (event.key !== "Escape" || !this.#down) return;
    event.stopImmediatePropagation();
    this.#pressed = true;
    document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  }
}
