/** The doctor's day beside the form: appointments, holds, breaks, the present time, and this booking. */
import { nameText } from "../core/patient.ts";
import { byId, el } from "../core/dom.ts";
import { countdown } from "./countdown.ts";
import { withEnd, type Times } from "./slots.ts";
import { hoursOf, layOut, span, timeOff, topOf } from "./timeline-layout.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { DoctorDay } from "./doctor-day.ts";
import type { HeldTime } from "./hold.ts";

const SHORT_PX = 30;
/** How long a change of another desk is highlighted. */
const HIGHLIGHT_MS = 2_000;
/** The status that is not shown. */
const USUAL_STATUS = "SCHEDULED";

/** An appointment, a time that another user holds, or this booking. */
type Entry = Times & { event?: CalendarEvent; held?: HeldTime };

interface TimelineParts {
  doctorName: string;
  chosen?: { start: string; end?: string } | null;
  /** The appointment that this page has just booked. */
  bookedId?: string;
}

export class Timeline {
  #clock: Clock;
  #statusLabel: (state: string) => string;
  #highlighted = new Set<string>();

  constructor(clock: Clock, statusLabel: (status: string) => string) {
    this.#clock = clock;
    this.#statusLabel = statusLabel;
  }

  /** Highlights an appointment that another desk has just changed. */
  highlight(id: string | number) {
    this.#highlighted.add(String(id));
    setTimeout(() => this.#highlighted.delete(String(id)), HIGHLIGHT_MS);
  }

  show(day: DoctorDay, { doctorName, chosen = null, bookedId = "" }: TimelineParts) {
    const { doctor, date } = day.asked;
    if (doctor === null || !date) return this.#showEmpty();
    const { slots, events, held } = day;
    const bounds = this.#clock.dayBounds(date);
    const free = slots.filter(({ state }) => state === "free").length;
    const title = messages.dayTitle(doctorName, this.#clock.longDay(bounds.start));
    setText("day-title", title);
    setText("day-counts", messages.counts(day.active.length, free));
    const own = chosen && withEnd(chosen);
    const all = [...slots, ...events, ...(own ? [own] : [])];
    const hours = hoursOf(all, Date.parse(bounds.start));
    const from = hours[0];
    const list = el("ol", { class: "timeline", "aria-label": title });
    place(list, { height: topOf(hours[hours.length - 1], from) + 16 });
    for (const hour of hours) list.append(this.#hour(hour, from));
    for (const off of timeOff(slots)) list.append(offTime(off, from));
    const entries: Entry[] = events.map((event) => ({ start: event.start, end: event.end, event }));
    entries.push(...held.map((each) => ({ start: each.start, end: each.end, held: each })));
    if (own) entries.push(own);
    for (const { item, box } of layOut(inOrder(entries), from)) {
      const entry = this.#entry(item, bookedId);
      place(entry, box);
      if (box.height < SHORT_PX) entry.classList.add("is-short");
      list.append(entry);
    }
    const now = Date.now();
    if (now >= from && now <= hours[hours.length - 1]) {
      const line = el("li", { class: "timeline-now", "aria-hidden": "true" });
      list.append(place(line, { top: topOf(now, from) }));
    }
    byId("day-body").replaceChildren(list);
  }

  #showEmpty() {
    const text = el("p", { class: "day-empty text-muted", text: messages.noDoctor });
    byId("day-body").replaceChildren(text);
    setText("day-counts", "");
  }

  #hour(hour: number, from: number) {
    const line = el("li", { class: "timeline-hour", "aria-hidden": "true" });
    line.textContent = this.#clock.time(hour);
    return place(line, { top: topOf(hour, from) });
  }

  #entry(entry: Entry, bookedId: string) {
    if (entry.event) return this.#appointment(entry.event, bookedId);
    return entry.held ? this.#held(entry.held) : this.#own(entry);
  }

  #appointment(event: CalendarEvent, bookedId: string) {
    const { patient, appointment } = event.extendedProps;
    const times = messages.span(this.#clock.time(event.start), this.#clock.time(event.end));
    const status = this.#statusLabel(event.status);
    const text = messages.entry(nameText(patient), appointment.complaint);
    const overbooked = appointment.overbooked ? messages.overbooked : "";
    const visible = [overbooked, event.status === USUAL_STATUS ? "" : status].filter(Boolean);
    const notes = [times, overbooked, status].filter(Boolean);
    const entry = el(
      "li",
      {
        class: "timeline-entry",
        "data-testid": "day-entry",
        dataset: { state: event.status, id: String(event.id) },
        title: [text, ...notes].join(" · "),
      },
      visible.length > 0 &&
        el("span", { class: "timeline-note", "aria-hidden": "true", text: visible.join(" · ") }),
      appointment.token ? `${appointment.token} ` : null,
      text,
      el("span", { class: "visually-hidden", text: `, ${notes.join(", ")}` }),
    );
    entry.classList.toggle("is-opd", appointment.kind === "opd");
    entry.classList.toggle("is-booked", String(event.id) === bookedId);
    entry.classList.toggle("is-fresh", this.#highlighted.has(String(event.id)));
    return entry;
  }

  #held({ start, end, by, until }: HeldTime) {
    const times = messages.span(this.#clock.time(start), this.#clock.time(end));
    return el(
      "li",
      { class: "timeline-entry is-held", "data-testid": "held-time", title: times },
      messages.heldEntry(by),
      countdown(Date.parse(until)),
      messages.left,
      el("span", { class: "visually-hidden", text: `, ${times}` }),
    );
  }

  #own(times: Times) {
    const text = messages.span(this.#clock.time(times.start), this.#clock.time(times.end));
    return el("li", {
      class: "timeline-entry is-chosen",
      "data-testid": "this-booking",
      text: `${messages.thisBooking} · ${text}`,
    });
  }
}

function offTime(off: Times & { why: string }, from: number) {
  const text = off.why === "break" ? messages.breakTime : messages.closedTime;
  const entry = el("li", { class: "timeline-off" }, el("span", { text }));
  return place(entry, span(off, from));
}

function place(
  node: HTMLElement,
  { top, height, lane, lanes }: { top?: number; height?: number; lane?: number; lanes?: number },
) {
  if (top !== undefined) node.style.setProperty("--top", `${top / 16}rem`);
  if (height !== undefined) node.style.setProperty("--height", `${height / 16}rem`);
  if (lane !== undefined) node.style.setProperty("--lane", String(lane));
  if (lanes !== undefined) node.style.setProperty("--lanes", String(lanes));
  return node;
}

function inOrder(entries: Entry[]) {
  return entries.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}

function setText(id: string, text: string) {
  const node = byId(id);
  if (node.textContent !== text) node.textContent = text;
}
