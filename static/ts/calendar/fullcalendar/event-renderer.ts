/** Adds, updates and removes appointments in a FullCalendar, and keeps the focus. */
import type { Appearances } from "../../appointment/appearance.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { RenderBatch, RenderItem } from "../render-queue.ts";
import type { Calendar } from "fullcalendar";

interface EventRendererParts {
  element: HTMLElement;
  appearances: Appearances;
  mayReschedule: (event: CalendarEvent) => boolean;
}

/** The props of an appointment that FullCalendar knows. */
interface Props {
  start: string;
  end: string;
  title: string;
  editable: boolean;
}

/** More new appointments than this are added as one event source, which is faster. */
const BULK = 8;

export class EventRenderer {
  #calendar: Calendar;
  #parts: EventRendererParts;
  /** The rendered appointments, by id; null where a drag has moved one. */
  #rendered = new Map<string, Props | null>();

  constructor(calendar: Calendar, parts: EventRendererParts) {
    this.#calendar = calendar;
    this.#parts = parts;
  }

  /** The ids of the rendered appointments. */
  get ids() {
    return [...this.#rendered.keys()];
  }

  render({ upserted, removed }: RenderBatch) {
    this.#keepFocus(() =>
      this.#calendar.batchRendering(() => {
        const gone = removed.filter((id) => this.#rendered.delete(id));
        if (!this.#rendered.size) this.#removeSources();
        for (const id of gone) this.#calendar.getEventById(id)?.remove();
        const fresh = upserted.flatMap((shown) => this.#update(shown) ?? []);
        if (fresh.length > BULK) this.#calendar.addEventSource(fresh);
        else for (const input of fresh) this.#calendar.addEvent(input);
      }),
    );
  }

  /** Whether an appointment is rendered. */
  has(id: string) {
    return this.#rendered.has(id);
  }

  /** Notes that a drag has moved an appointment in FullCalendar. */
  moved(id: string) {
    if (this.#rendered.has(id)) this.#rendered.set(id, null);
  }

  /** Updates an appointment; returns the props of one that is to be added, else null. */
  #update({ event, by, leaving }: RenderItem) {
    const id = String(event.id);
    const { start, end, title } = event;
    const props = { start, end, title, editable: this.#parts.mayReschedule(event) };
    const isNew = !this.#rendered.has(id);
    const before = this.#rendered.get(id);
    this.#rendered.set(id, props);
    this.#parts.appearances.set(event, by, leaving);
    if (isNew)
      return { ...props, id, className: "appointment", extendedProps: { isAppointment: true } };
    if (!before || !same(before, props)) this.#change(id, props);
    return null;
  }

  #change(id: string, { start, end, title, editable }: Props) {
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

  /** Removes the event sources once nothing is rendered: faster than one by one, and none is left empty. */
  #removeSources() {
    for (const source of this.#calendar.getEventSources()) if (!source.id) source.remove();
  }

  /** FullCalendar makes a new element for a moved appointment: it gets the focus that the old one had. */
  #keepFocus(render: () => void) {
    const { element } = this.#parts;
    const focused = document.activeElement as HTMLElement | null;
    const id = element.contains(focused) ? focused?.dataset.appointment : undefined;
    render();
    if (!id) return;
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const again = element.querySelector(`[data-appointment="${CSS.escape(id)}"]`);
      (again as HTMLElement | null)?.focus({ preventScroll: true });
    });
  }
}

function same(one: Props, other: Props) {
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
