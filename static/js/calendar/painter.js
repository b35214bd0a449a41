/** Puts appointments into a FullCalendar, one at a time, and keeps the focus. */
import { eventClasses } from "./event-content.js";
import { Glow } from "./glow.js";

/**
 * @typedef {import("../types.js").CalendarEvent} CalendarEvent
 *
 * @typedef {object} PainterParts
 * @property {HTMLElement} element
 * @property {(doctor: number | undefined, times: {start: string, end: string}) => {start: string | Date, end: string | Date} | null} where
 * @property {(event: CalendarEvent) => boolean} mayMove
 */

/** So many new ones at once are put in as one source, in one pass. */
const BULK = 40;

export class Painter {
  #calendar;
  #parts;
  #glow = new Glow((ids) => this.#repaintAll(ids));
  #chosen = "";
  /** The ids of the appointments drawn. */
  #drawn = new Set();

  /** @param {import("fullcalendar").Calendar} calendar @param {PainterParts} parts */
  constructor(calendar, parts) {
    this.#calendar = calendar;
    this.#parts = parts;
  }

  /** Draws these and nothing else. @param {CalendarEvent[]} events */
  fill(events) {
    const kept = new Set(events.map((event) => String(event.id)));
    this.paint({ upserted: events, removed: [...this.#drawn].filter((id) => !kept.has(id)) });
  }

  /** @param {Pick<import("../store.js").Change, "upserted" | "removed">} change @param {string} [by] who glows, empty for nobody */
  paint({ upserted, removed }, by = "") {
    this.#keepFocus(() =>
      this.#calendar.batchRendering(() => {
        for (const id of removed) this.#remove(id);
        if (!this.#drawn.size) this.#forgetSources();
        const fresh = upserted.flatMap((event) => this.#update(event, by) ?? []);
        if (fresh.length > BULK) this.#calendar.addEventSource(fresh);
        else for (const input of fresh) this.#calendar.addEvent(input);
      }),
    );
  }

  /** Whether an appointment is drawn. @param {string} id */
  draws(id) {
    return this.#drawn.has(id);
  }

  /** @param {string} id the appointment whose details are open, or empty */
  choose(id) {
    const before = this.#chosen;
    this.#chosen = id;
    this.#repaintAll([before, id].filter(Boolean));
  }

  /**
   * @param {CalendarEvent} event
   * @param {string} by
   * @returns what is to be drawn anew, if anything
   */
  #update(event, by) {
    const id = String(event.id);
    if (by) this.#glow.light(id, by);
    const input = this.#input(event);
    if (!input) return this.#remove(id);
    const shown = this.#calendar.getEventById(id);
    if (!shown) return input;
    if (+(shown.start ?? 0) !== moment(input.start) || +(shown.end ?? 0) !== moment(input.end)) {
      shown.setDates(input.start, input.end);
    }
    if (shown.title !== input.title) shown.setProp("title", input.title);
    if (shown.startEditable !== input.editable) {
      shown.setProp("startEditable", input.editable);
      shown.setProp("durationEditable", input.editable);
    }
    shown.setExtendedProp("row", event);
    this.#repaint(id);
    return null;
  }

  /** @param {string} id */
  #remove(id) {
    this.#drawn.delete(id);
    this.#calendar.getEventById(id)?.remove();
    return null;
  }

  /** @param {string[]} ids */
  #repaintAll(ids) {
    this.#calendar.batchRendering(() => ids.forEach((id) => this.#repaint(id)));
  }

  /** @param {string} id */
  #repaint(id) {
    const shown = this.#calendar.getEventById(id);
    if (!shown) return;
    const glow = this.#glow.by(id);
    shown.setProp("className", eventClasses(shown.extendedProps.row, id === this.#chosen, !!glow));
    if (shown.extendedProps.glow !== glow) shown.setExtendedProp("glow", glow);
  }

  /** @param {CalendarEvent} event */
  #input(event) {
    const where = this.#parts.where(event.extendedProps.appointment.doctor?.id, event);
    if (!where) return null;
    const id = String(event.id);
    const glow = this.#glow.by(id);
    this.#drawn.add(id);
    return {
      ...where,
      id,
      title: event.title,
      editable: this.#parts.mayMove(event),
      className: eventClasses(event, id === this.#chosen, !!glow),
      extendedProps: { row: event, glow },
    };
  }

  /** What came in bulk and is gone leaves its empty source behind. */
  #forgetSources() {
    for (const source of this.#calendar.getEventSources()) if (!source.id) source.remove();
  }

  /**
   * An appointment that moves is drawn anew elsewhere; the keyboard goes with it.
   * @param {() => void} paint
   */
  #keepFocus(paint) {
    const { element } = this.#parts;
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    const id = element.contains(held) ? held?.dataset.visit : undefined;
    paint();
    if (!id) return;
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const again = element.querySelector(`[data-visit="${CSS.escape(id)}"]`);
      /** @type {HTMLElement | null} */ (again)?.focus({ preventScroll: true });
    });
  }
}

/** @param {string | Date} when */
function moment(when) {
  return new Date(when).getTime();
}
