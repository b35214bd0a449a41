/** Draws the doctor's day beside the form: what is booked, breaks, now, and this booking. */
import { byId, el } from "../core/dom.js";
import { countdown } from "./countdown.js";
import { withEnd } from "./slots.js";
import { hoursOf, layOut, span, timeOff, topOf } from "./timeline-layout.js";
import { words } from "./words.js";

const SHORT_PX = 30;
const FRESH_MS = 2_000;
/** The state that goes without saying. */
const USUAL_STATE = "SCHEDULED";

/**
 * @typedef {import("./slots.js").Times & {event?: import("../core/types.js").CalendarEvent,
 *   held?: import("./hold.js").HeldTime}} Drawn a booked appointment, what another desk holds, or
 *   this booking
 */

export class Timeline {
  #clock;
  #stateLabel;
  /** @type {Set<string>} */
  #fresh = new Set();

  /**
   * @param {import("../core/clock.js").Clock} clock
   * @param {(state: string) => string} stateLabel
   */
  constructor(clock, stateLabel) {
    this.#clock = clock;
    this.#stateLabel = stateLabel;
  }

  /** Marks an appointment that another desk has just changed. @param {string | number} id */
  freshen(id) {
    this.#fresh.add(String(id));
    setTimeout(() => this.#fresh.delete(String(id)), FRESH_MS);
  }

  /**
   * @param {import("./doctor-day.js").DoctorDay} day
   * @param {object} about
   * @param {string} about.doctorName
   * @param {{start: string, end?: string} | null} [about.chosen]
   * @param {string} [about.bookedId] the appointment that this page has just booked
   */
  paint(day, { doctorName, chosen = null, bookedId = "" }) {
    const { doctor, date } = day.asked;
    if (doctor === null || !date) return this.#paintNothing();
    const { slots, events, held } = day;
    const bounds = this.#clock.dayBounds(date);
    const free = slots.filter(({ state }) => state === "free").length;
    const title = words.dayTitle(doctorName, this.#clock.longDay(bounds.start));
    setText("day-title", title);
    setText("day-counts", words.counts(day.booked, free));
    const own = chosen && withEnd(chosen);
    const drawn = [...slots, ...events, ...(own ? [own] : [])];
    const hours = hoursOf(drawn, Date.parse(bounds.start));
    const from = hours[0];
    const list = el("ol", { class: "timeline", "aria-label": title });
    place(list, { height: topOf(hours[hours.length - 1], from) + 16 });
    for (const hour of hours) list.append(this.#hour(hour, from));
    for (const off of timeOff(slots)) list.append(offTime(off, from));
    /** @type {Drawn[]} */
    const entries = events.map((event) => ({ start: event.start, end: event.end, event }));
    entries.push(...held.map((each) => ({ start: each.start, end: each.end, held: each })));
    if (own) entries.push(own);
    for (const { thing, place: where } of layOut(inOrder(entries), from)) {
      const entry = this.#entry(thing, bookedId);
      place(entry, where);
      if (where.height < SHORT_PX) entry.classList.add("is-short");
      list.append(entry);
    }
    const now = Date.now();
    if (now >= from && now <= hours[hours.length - 1]) {
      const line = el("li", { class: "timeline-now", "aria-hidden": "true" });
      list.append(place(line, { top: topOf(now, from) }));
    }
    byId("day-body").replaceChildren(list);
  }

  #paintNothing() {
    const text = el("p", { class: "day-empty faint", text: words.noDoctor });
    byId("day-body").replaceChildren(text);
    setText("day-counts", "");
  }

  /** @param {number} hour @param {number} from */
  #hour(hour, from) {
    const line = el("li", { class: "timeline-hour", "aria-hidden": "true" });
    line.textContent = this.#clock.time(hour);
    return place(line, { top: topOf(hour, from) });
  }

  /** @param {Drawn} thing @param {string} bookedId */
  #entry(thing, bookedId) {
    if (thing.event) return this.#visit(thing.event, bookedId);
    return thing.held ? this.#held(thing.held) : this.#own(thing);
  }

  /** @param {import("../core/types.js").CalendarEvent} event @param {string} bookedId */
  #visit(event, bookedId) {
    const { patient, appointment } = event.extendedProps;
    const times = words.span(this.#clock.time(event.start), this.#clock.time(event.end));
    const state = this.#stateLabel(event.status);
    const text = words.entry(patient.name, appointment.complaint);
    const overbooked = appointment.overbooked ? words.overbooked : "";
    const seen = [overbooked, event.status === USUAL_STATE ? "" : state].filter(Boolean);
    const notes = [times, overbooked, state].filter(Boolean);
    const entry = el(
      "li",
      {
        class: "timeline-entry",
        "data-testid": "day-entry",
        dataset: { state: event.status, id: String(event.id) },
        title: [text, ...notes].join(" · "),
      },
      seen.length > 0 &&
        el("span", { class: "timeline-note", "aria-hidden": "true", text: seen.join(" · ") }),
      appointment.token ? `${appointment.token} ` : null,
      text,
      el("span", { class: "visually-hidden", text: `, ${notes.join(", ")}` }),
    );
    entry.classList.toggle("is-opd", appointment.kind === "opd");
    entry.classList.toggle("is-booked", String(event.id) === bookedId);
    entry.classList.toggle("is-fresh", this.#fresh.has(String(event.id)));
    return entry;
  }

  /** @param {import("./hold.js").HeldTime} held */
  #held({ start, end, by, until }) {
    const times = words.span(this.#clock.time(start), this.#clock.time(end));
    return el(
      "li",
      { class: "timeline-entry is-held", "data-testid": "held-time", title: times },
      words.heldEntry(by),
      countdown(Date.parse(until)),
      words.left,
      el("span", { class: "visually-hidden", text: `, ${times}` }),
    );
  }

  /** @param {import("./slots.js").Times} times */
  #own(times) {
    const text = words.span(this.#clock.time(times.start), this.#clock.time(times.end));
    return el("li", {
      class: "timeline-entry is-chosen",
      "data-testid": "this-booking",
      text: `${words.thisBooking} · ${text}`,
    });
  }
}

/** @param {import("./slots.js").Times & {why: string}} off @param {number} from */
function offTime(off, from) {
  const text = off.why === "break" ? words.breakTime : words.closedTime;
  const entry = el("li", { class: "timeline-off" }, el("span", { text }));
  return place(entry, span(off, from));
}

/**
 * @param {HTMLElement} node
 * @param {{top?: number, height?: number, lane?: number, lanes?: number}} where
 */
function place(node, { top, height, lane, lanes }) {
  if (top !== undefined) node.style.setProperty("--top", `${top / 16}rem`);
  if (height !== undefined) node.style.setProperty("--height", `${height / 16}rem`);
  if (lane !== undefined) node.style.setProperty("--lane", String(lane));
  if (lanes !== undefined) node.style.setProperty("--lanes", String(lanes));
  return node;
}

/** @param {Drawn[]} things */
function inOrder(things) {
  return things.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}

/** @param {string} id @param {string} text */
function setText(id, text) {
  const node = byId(id);
  if (node.textContent !== text) node.textContent = text;
}
