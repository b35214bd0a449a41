/** Puts appointments into a FullCalendar, moves and takes them out again, and keeps the focus. */
import type { Appearances } from "../../appointment/appearance.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Painted, Shown } from "../render-queue.ts";
import type { Calendar } from "fullcalendar";

interface PainterParts {
  element: HTMLElement;
  appearances: Appearances;
  mayMove: (event: CalendarEvent) => boolean;
}

/** What FullCalendar knows of one. */
interface Drawn {
  start: string;
  end: string;
  title: string;
  editable: boolean;
}

/** So many new ones at once are put in as one source. */
const BULK = 8;

export class Painter {
  #calendar: Calendar;
  #parts: PainterParts;
  /** The appointments drawn, by id; null where a drag has moved one. */
  #drawn = new Map<string, Drawn | null>();

  constructor(calendar: Calendar, parts: PainterParts) {
    this.#calendar = calendar;
    this.#parts = parts;
  }

  /** The ids of those drawn. */
  get drawn() {
    return [...this.#drawn.keys()];
  }

  paint({ upserted, removed }: Painted) {
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

  /** Whether an appointment is drawn. */
  draws(id: string) {
    return this.#drawn.has(id);
  }

  /** A drag has moved it on the screen. */
  moved(id: string) {
    if (this.#drawn.has(id)) this.#drawn.set(id, null);
  }

  /** Returns what is to be drawn anew, if anything. */
  #update({ event, by, leaving }: Shown) {
    const id = String(event.id);
    const { start, end, title } = event;
    const drawn = { start, end, title, editable: this.#parts.mayMove(event) };
    const isNew = !this.#drawn.has(id);
    const before = this.#drawn.get(id);
    this.#drawn.set(id, drawn);
    this.#parts.appearances.set(event, by, leaving);
    if (isNew)
      return { ...drawn, id, className: "appointment", extendedProps: { isAppointment: true } };
    if (!before || !same(before, drawn)) this.#change(id, drawn);
    return null;
  }

  #change(id: string, { start, end, title, editable }: Drawn) {
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

  /** An appointment that moves is drawn anew elsewhere; the keyboard goes with it. */
  #keepFocus(paint: () => void) {
    const { element } = this.#parts;
    const held = document.activeElement as HTMLElement | null;
    const id = element.contains(held) ? held?.dataset.appointment : undefined;
    paint();
    if (!id) return;
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const again = element.querySelector(`[data-appointment="${CSS.escape(id)}"]`);
      (again as HTMLElement | null)?.focus({ preventScroll: true });
    });
  }
}

function same(one: Drawn, other: Drawn) {
  return (
    moment(one.start) === moment(other.start) &&
    moment(one.end) === moment(other.end) &&
    one.title === other.title &&
    one.editable === other.editable
  );
}

function moment(when: string | Date) {
  return new Date(when).getTime();
}
