/** Puts appointments into a FullCalendar, moves and takes them out again, and keeps the focus. */

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 *
 * @typedef {object} PainterParts
 * @property {HTMLElement} element
 * @property {import("../../appointment/appearance.js").Looks} looks
 * @property {(event: CalendarEvent) => boolean} mayMove
 *
 * @typedef {{start: string, end: string, title: string, editable: boolean}} Drawn what FullCalendar knows of one
 */

/** So many new ones at once are put in as one source. */
const BULK = 8;

export class Painter {
  #calendar;
  #parts;
  /** The appointments drawn, by id; null where a drag has moved one. @type {Map<string, Drawn | null>} */
  #drawn = new Map();

  /** @param {import("fullcalendar").Calendar} calendar @param {PainterParts} parts */
  constructor(calendar, parts) {
    this.#calendar = calendar;
    this.#parts = parts;
  }

  /** The ids of those drawn. */
  get drawn() {
    return [...this.#drawn.keys()];
  }

  /** @param {import("../render-queue.js").Painted} change */
  paint({ upserted, removed }) {
    this.#keepFocus(() =>
      this.#calendar.batchRendering(() => {
        const gone = removed.filter((id) => this.#drawn.delete(id));
        if (!this.#drawn.size) this.#forgetSources();
        for (const id of gone) this.#calendar.getEventById(id)?.remove();
        const fresh = upserted.flatMap((shown) => this.#update(shown) ?? []);
        if (fresh.length > BULK) this.#calendar.addEventSource(fresh);
        else for (const input of fresh) this.#calendar.addEvent(input);
      }),
    );
  }

  /** Whether an appointment is drawn. @param {string} id */
  draws(id) {
    return this.#drawn.has(id);
  }

  /** A drag has moved it on the screen. @param {string} id */
  moved(id) {
    if (this.#drawn.has(id)) this.#drawn.set(id, null);
  }

  /**
   * @param {import("../render-queue.js").Shown} shown
   * @returns what is to be drawn anew, if anything
   */
  #update({ event, by, left }) {
    const id = String(event.id);
    const { start, end, title } = event;
    const drawn = { start, end, title, editable: this.#parts.mayMove(event) };
    const isNew = !this.#drawn.has(id);
    const before = this.#drawn.get(id);
    this.#drawn.set(id, drawn);
    this.#parts.looks.set(event, by, left);
    if (isNew) return { ...drawn, id, className: "visit", extendedProps: { isVisit: true } };
    if (!before || !same(before, drawn)) this.#change(id, drawn);
    return null;
  }

  /** @param {string} id @param {Drawn} drawn */
  #change(id, { start, end, title, editable }) {
    const shown = this.#calendar.getEventById(id);
    if (!shown) return;
    if (+(shown.start ?? 0) !== moment(start) || +(shown.end ?? 0) !== moment(end)) {
      shown.setDates(start, end);
    }
    if (shown.title !== title) shown.setProp("title", title);
    if (shown.startEditable !== editable) {
      shown.setProp("startEditable", editable);
      shown.setProp("durationEditable", editable);
    }
  }

  /** Where all go, what came in bulk goes in bulk, and leaves no empty source behind. */
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

/** @param {Drawn} one @param {Drawn} other */
function same(one, other) {
  return (
    moment(one.start) === moment(other.start) &&
    moment(one.end) === moment(other.end) &&
    one.title === other.title &&
    one.editable === other.editable
  );
}

/** @param {string | Date} when */
function moment(when) {
  return new Date(when).getTime();
}
