/** Escape lets go of what is being dragged: it goes back to where it was. */
export class Escape {
  #down = false;
  #pressed = false;

  /** Drags begin in the element. */
  constructor(element: HTMLElement) {
    element.addEventListener("pointerdown", () => this.#begin());
    addEventListener("pointerup", () => this.#end());
    addEventListener("pointercancel", () => this.#end());
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  /** Whether the drag that just ended was let go of. */
  get pressed() {
    return this.#pressed;
  }

  #begin() {
    this.#down = true;
    this.#pressed = false;
  }

  /** The click that follows the release belongs to the drag. */
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
