/** The panel beside the calendar: one appointment, its moves, its history, kept up to date. */
import { closeDrawers, openDrawer } from "../../shell/drawer.ts";
import { Emitter } from "../../core/emitter.ts";
import { Sheet, type DetailsParts } from "./appointment-panel.ts";
import type { AppointmentMessage, CalendarEvent } from "../../core/types.ts";

/**
 * Tells `open` (id), `missing` where there is no such appointment, and `close` (id, whether the
 * keyboard was in the panel).
 */
export class Details extends Emitter {
  #panel: HTMLElement;
  #parts: DetailsParts;
  #sheet: Sheet | null = null;
  /** Those left with something typed in them, by id. */
  #left = new Map<string, Sheet>();

  constructor(panel: HTMLElement, parts: DetailsParts) {
    super();
    this.#panel = panel;
    this.#parts = parts;
    parts.store.on("seen", (event: CalendarEvent, message: AppointmentMessage | null) => {
      for (const sheet of [this.#sheet, ...this.#left.values()]) {
        if (sheet?.id === String(event.id)) sheet.onSeen(event, message);
      }
    });
  }

  /** With `byKey` the keyboard goes into the panel. */
  async open(id: string, byKey = false) {
    if (id !== this.#sheet?.id) this.#show(id);
    openDrawer(this.#panel);
    if (byKey) this.#sheet?.focus();
    this.emit("open", id);
    await this.#sheet?.read();
  }

  close() {
    if (!this.#sheet) return;
    const { id } = this.#sheet;
    const held = document.activeElement;
    const hadFocus = held === document.body || this.#panel.contains(held);
    this.#leave();
    closeDrawers();
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
    this.emit("close", id, hadFocus);
  }

  /** One step back: out of a form, then out of the panel. */
  back() {
    if (!this.#sheet?.letBe()) this.close();
  }

  /** The page is up to date again. */
  catchUp() {
    this.#sheet?.catchUp();
  }

  #show(id: string) {
    this.#leave();
    const left = this.#left.get(id);
    this.#left.delete(id);
    this.#sheet = left?.isTyped ? left : this.#sheetOf(id);
    this.#panel.replaceChildren(...this.#sheet.elements);
    this.#panel.hidden = false;
    this.#sheet.begin();
  }

  #leave() {
    if (this.#sheet?.isTyped) this.#left.set(this.#sheet.id, this.#sheet);
    this.#sheet = null;
  }

  #sheetOf(id: string) {
    return new Sheet(id, this.#parts, {
      close: () => this.close(),
      shows: (sheet) => sheet === this.#sheet,
      missing: () => this.emit("missing"),
    });
  }
}
