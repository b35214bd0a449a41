/** The panel beside the calendar: one appointment, its moves, its history, kept up to date. */
import { closeDrawers, openDrawer } from "../../shell/drawer.js";
import { Emitter } from "../../core/emitter.js";
import { Sheet } from "./appointment-panel.js";

/** @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent */

/**
 * @typedef {object} DetailsParts
 * @property {import("../../appointment/api.js").Visits} visits
 * @property {import("../../realtime/appointment-store.js").Store} store
 * @property {import("../../core/clock.js").Clock} clock
 * @property {(state: string) => string} stateLabel
 * @property {{id: number, name: string}[]} doctors
 * @property {(event: CalendarEvent) => boolean} mayMove
 * @property {string} bookingPage empty for whoever may not book
 */

/**
 * Tells `open` (id), `missing` where there is no such appointment, and `close` (id, whether the
 * keyboard was in the panel).
 */
export class Details extends Emitter {
  #panel;
  #parts;
  /** @type {Sheet | null} */
  #sheet = null;
  /** Those left with something typed in them, by id. @type {Map<string, Sheet>} */
  #left = new Map();

  /** @param {HTMLElement} panel @param {DetailsParts} parts */
  constructor(panel, parts) {
    super();
    this.#panel = panel;
    this.#parts = parts;
    parts.store.on("seen", (/** @type {CalendarEvent} */ event, /** @type {any} */ message) => {
      for (const sheet of [this.#sheet, ...this.#left.values()]) {
        if (sheet?.id === String(event.id)) sheet.onSeen(event, message);
      }
    });
  }

  /** @param {string} id @param {boolean} [byKey] the keyboard goes into the panel */
  async open(id, byKey = false) {
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

  /** @param {string} id */
  #show(id) {
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

  /** @param {string} id */
  #sheetOf(id) {
    return new Sheet(id, this.#parts, {
      close: () => this.close(),
      shows: (sheet) => sheet === this.#sheet,
      missing: () => this.emit("missing"),
    });
  }
}
