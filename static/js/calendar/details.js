/** The panel beside the calendar: one appointment, its moves, its history, kept up to date. */
import { debounce, el } from "../dom.js";
import { closeDrawers, openDrawer } from "../drawer.js";
import { Emitter } from "../emitter.js";
import { messages } from "../messages.js";
import { ORIGIN_ID } from "../origin.js";
import { versionOf } from "../store.js";
import { facts, frame, head, history, notice } from "./details-view.js";
import { moveSection, undoButton } from "./move-form.js";
import { rescheduleSection } from "./reschedule-form.js";

/** Several channels tell the same change; it is read once. */
const REREAD_MS = 150;

/** @typedef {import("../types.js").CalendarEvent} CalendarEvent */

/** Tells `open` (id) and `close`. */
export class Details extends Emitter {
  #panel;
  #parts;
  #id = "";
  /** @type {CalendarEvent | null} */
  #event = null;
  /** @type {import("./details-view.js").Frame | null} */
  #frame = null;
  #reread = debounce(() => this.#read(), REREAD_MS);

  /**
   * @param {HTMLElement} panel
   * @param {object} parts
   * @param {import("./visits.js").Visits} parts.visits
   * @param {import("../store.js").Store} parts.store
   * @param {import("../time.js").Clock} parts.clock
   * @param {(state: string) => string} parts.stateLabel
   * @param {{id: number, name: string}[]} parts.doctors
   * @param {(event: CalendarEvent) => boolean} parts.mayMove
   */
  constructor(panel, parts) {
    super();
    this.#panel = panel;
    this.#parts = parts;
    parts.store.on("seen", this.#onSeen.bind(this));
  }

  get id() {
    return this.#id;
  }

  /** @param {string} id */
  async open(id) {
    this.#id = id;
    this.#event = null;
    this.#frame = frame(() => this.close());
    this.#panel.replaceChildren(...this.#frame.all);
    this.#panel.hidden = false;
    const known = this.#parts.store.get(id);
    if (known) this.#paint(known);
    else
      this.#frame.note.replaceChildren(el("p", { class: "faint", text: messages.details.loading }));
    openDrawer(this.#panel);
    this.emit("open", id);
    await this.#read();
  }

  close() {
    if (!this.#id) return;
    this.#id = "";
    closeDrawers();
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
    this.emit("close");
  }

  async #read() {
    const id = this.#id;
    if (!id) return;
    try {
      const event = await this.#parts.visits.read(id);
      if (id !== this.#id) return;
      if (!this.#event) this.#frame?.note.replaceChildren();
      this.#event = event;
      this.#parts.store.applyRow(event);
      this.#paint(event);
    } catch (/** @type {any} */ error) {
      if (id !== this.#id || this.#event) return;
      const retry = { label: messages.tryAgain, run: () => this.#read() };
      this.#frame?.note.replaceChildren(
        notice("error", `${messages.details.failed} ${error.message}`, [retry]),
      );
    }
  }

  /**
   * @param {CalendarEvent} event
   * @param {import("../types.js").AppointmentMessage | null} message
   */
  #onSeen(event, message) {
    if (String(event.id) !== this.#id || !message) return;
    const before = this.#event?.extendedProps.appointment.version ?? 0;
    if (event.extendedProps.appointment.version <= before) return;
    if (message.origin !== ORIGIN_ID) {
      const name = message.by?.name;
      this.say(name ? messages.changedBy(name) : messages.changedJustNow);
    }
    this.#reread();
  }

  /** @param {string} text @param {"info" | "error"} [kind] @param {{label: string, run: () => void}[]} [actions] */
  say(text, kind = "info", actions = []) {
    this.#frame?.note.replaceChildren(...(text ? [notice(kind, text, actions)] : []));
  }

  /**
   * Paints each section by itself: a form that is being filled in is left as it is.
   * @param {CalendarEvent} event
   */
  #paint(event) {
    const shown = /** @type {import("./details-view.js").Frame} */ (this.#frame);
    const { clock, stateLabel, visits, doctors, mayMove } = this.#parts;
    shown.head.replaceChildren(...head(event, stateLabel, clock));
    shown.facts.replaceChildren(...facts(event, clock));
    if (!event.allowed || !event.history) return;
    const work = {
      event: () => this.#newest(event),
      visits,
      clock,
      stateLabel,
      doctors,
      say: this.say.bind(this),
      refresh: () => this.#read(),
    };
    this.#keepFocus(shown.history, history(event.history, stateLabel, clock, undoButton(work)));
    if (!shown.moves.querySelector("form")) this.#keepFocus(shown.moves, moveSection(work));
    if (!mayMove(event)) shown.times.replaceChildren();
    else if (!shown.times.querySelector("details[open]")) {
      shown.times.replaceChildren(...rescheduleSection(work));
    }
  }

  /** What was read last, or what an own change has made of it since. @param {CalendarEvent} painted */
  #newest(painted) {
    const read = this.#event ?? painted;
    const held = this.#parts.store.get(this.#id);
    return held && versionOf(held) > versionOf(read) ? { ...read, ...held } : read;
  }

  /** @param {HTMLElement} section @param {HTMLElement[]} content */
  #keepFocus(section, content) {
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    const move = section.contains(held) ? held?.dataset.move : undefined;
    section.replaceChildren(...content);
    if (!move) return;
    const again = section.querySelector(`[data-move="${move}"]`) ?? section.querySelector("button");
    /** @type {HTMLElement | null} */ (again)?.focus();
  }
}
