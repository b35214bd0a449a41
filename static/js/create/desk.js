/** The chosen time, true to the doctor's living day: in the grid, on the timeline, on the button. */
import { byId } from "../dom.js";
import { showError } from "./errors.js";
import { listConflicts, offer } from "./offers.js";
import { nearestFree, overlap, sameMoment, takingTime } from "./slots.js";
import { words } from "./words.js";

const OFFERS = 3;
/** Stands for the length of a time that is none of the proposed ones. */
const USUAL_LENGTH_MS = 15 * 60_000;

export class Desk {
  #parts;
  /** @type {{start: string, end?: string} | null} */
  #chosen;
  /** Chosen although it was not free, by one who may. */
  #onPurpose = false;
  /** The day for which times of later days are offered. */
  #offeredFor = "";

  /**
   * @param {object} parts
   * @param {import("./day.js").DoctorDay} parts.day
   * @param {import("./who-and-when.js").WhoAndWhen} parts.who
   * @param {import("./time-grid.js").TimeGrid} parts.grid
   * @param {import("./timeline.js").Timeline} parts.timeline
   * @param {import("./booking.js").Booking} parts.booking
   * @param {import("../time.js").Clock} parts.clock
   * @param {string | null} start chosen when the page came
   */
  constructor(parts, start) {
    this.#parts = parts;
    this.#chosen = start ? { start } : null;
    parts.grid.on("choose", (/** @type {string} */ chosen) => this.choose({ start: chosen }));
    parts.who.on("change", () => this.#askAnew());
    parts.day.on("change", (/** @type {any} */ message) => this.#onChange(message));
    parts.day.on("failed", () => note(words.timesFailed));
    parts.booking.on("running", () => this.#paintButton());
    parts.booking.on("timeRefused", (/** @type {any} */ error) => this.#onRefused(error));
  }

  get start() {
    return this.#chosen?.start ?? null;
  }

  /** @param {{start: string, end?: string}} times */
  choose(times) {
    const { day, who, clock } = this.#parts;
    this.#chosen = times;
    this.#onPurpose = this.#stateOf(times) !== "free" && day.ready;
    this.#clearTimeError();
    if (clock.date(times.start) !== who.asked.date) who.goTo(clock.date(times.start));
    else this.#paint();
  }

  #askAnew() {
    const { day, who, clock } = this.#parts;
    const { asked } = who;
    if (this.#chosen && clock.date(this.#chosen.start) !== asked.date) this.#chosen = null;
    if (this.#chosen) this.#chosen = { start: this.#chosen.start };
    this.#onPurpose = false;
    this.#offeredFor = "";
    this.#clearTimeError();
    day.show(asked);
  }

  /** @param {import("../types.js").AppointmentMessage | null} message */
  #onChange(message) {
    const { day, booking } = this.#parts;
    if (this.#chosen && day.ready && !this.#onPurpose && !booking.running) {
      const state = this.#stateOf(this.#chosen);
      if (state !== "free") this.#lose(this.#chosen, state, message);
    }
    this.#paint();
  }

  /** @param {{start: string, end?: string}} times */
  #stateOf(times) {
    const { day } = this.#parts;
    const slot = day.slots.find(({ start }) => sameMoment(start, times.start));
    if (slot) return slot.state;
    const taken = takingTime(day.events).some((event) => overlap(event, withEnd(times)));
    return taken ? "taken" : "free";
  }

  /**
   * @param {{start: string, end?: string}} times
   * @param {string} state
   * @param {import("../types.js").AppointmentMessage | null} message
   */
  #lose(times, state, message) {
    const { day, clock } = this.#parts;
    const time = clock.time(times.start);
    const said = state === "taken" && !message ? words.notFree : words.lost[state];
    const { end } = day.slots.find(({ start }) => sameMoment(start, times.start)) ?? {};
    const wanted = withEnd({ ...times, end: end ?? times.end });
    this.#chosen = null;
    showError("start", [said(time, message?.by?.name ?? words.anotherDesk)]);
    listConflicts(
      takingTime(day.events).filter((event) => overlap(event, wanted)),
      clock,
    );
    this.#offer(nearestFree(day.slots, times.start, OFFERS));
  }

  /** @param {any} error */
  #onRefused({ body }) {
    this.#chosen = null;
    listConflicts(body.conflicts ?? [], this.#parts.clock);
    this.#offer(body.next_free ?? []);
    this.#paint();
  }

  /** @param {import("./slots.js").Times[]} times */
  #offer(times) {
    const { clock, day } = this.#parts;
    offer(times, clock, day.asked.date, (taken) => {
      this.choose({ start: taken.start, end: taken.end });
      byId("book").focus();
    });
  }

  #clearTimeError() {
    showError("start", []);
    listConflicts([], this.#parts.clock);
    this.#offer([]);
  }

  #paint() {
    const { day, who, grid, timeline } = this.#parts;
    const { slots, ready } = day;
    const waiting = day.asked.doctor !== null && !ready;
    if (!waiting) {
      grid.paint(slots, this.start, false);
      const end = slots.find(({ start }) => this.start && sameMoment(start, this.start))?.end;
      if (this.#chosen && end) this.#chosen.end = end;
      timeline.paint(day, { doctorName: who.doctorName, chosen: this.#chosen });
      this.#explain();
    } else byId("time-grid").setAttribute("aria-busy", "true");
    this.#paintButton();
  }

  #explain() {
    const { day, who } = this.#parts;
    if (day.asked.doctor === null) return note(words.chooseFirst);
    const { slots } = day;
    if (slots.some(({ state }) => state === "free")) return note("");
    note((slots.length ? words.dayFull : words.dayOff)(who.doctorName));
    const key = JSON.stringify(day.asked);
    if (this.#offeredFor === key || this.#chosen) return;
    this.#offeredFor = key;
    day
      .laterDays()
      .then((free) => {
        if (this.#offeredFor === key && !this.#chosen) this.#offer(free.slice(0, OFFERS));
      })
      .catch(() => (this.#offeredFor = ""));
  }

  #paintButton() {
    const { booking, clock } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const times = start && [start, end].filter(Boolean).map((each) => clock.time(each ?? ""));
    const label = times ? words.bookAt(times.join(" – ")) : words.book;
    byId("book-label").textContent = booking.running ? words.booking : label;
  }
}

/** @param {{start: string, end?: string}} times */
function withEnd({ start, end }) {
  return { start, end: end ?? new Date(Date.parse(start) + USUAL_LENGTH_MS).toISOString() };
}

/** @param {string} text */
function note(text) {
  const node = byId("times-note");
  if (node.textContent?.trim() !== text) node.textContent = text;
}
