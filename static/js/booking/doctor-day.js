/**
 * One doctor's day, alive: appointments from the store, proposed times from the availability.
 *
 * Tells `change` (message or null) when anything may look different, and `failed` (error).
 */
import { Emitter } from "../core/emitter.js";
import { serverNow } from "../core/server-time.js";
import { heldTimes, readAgainIn } from "./hold.js";
import { currentSlots, takingTime } from "./slots.js";

/** Slots slip into the past by themselves. */
const TICK_MS = 15_000;
const RETRY_MS = 5_000;

/**
 * @typedef {{doctor: number | null, date: string, visitType: number | null}} Asked
 */

export class DoctorDay extends Emitter {
  #api;
  #live;
  #store;
  #clock;
  /** @type {Asked} */
  #asked = { doctor: null, date: "", visitType: null };
  /** @type {import("./slots.js").Slot[] | null} */
  #read = null;
  /** @type {AbortController | null} */
  #reading = null;
  #loaded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #holdsEnd;

  /**
   * @param {object} parts
   * @param {import("../core/api.js").Api} parts.api for what the page does by itself
   * @param {import("../realtime/live-query.js").Live} parts.live
   * @param {import("../realtime/appointment-store.js").Store} parts.store
   * @param {import("../core/clock.js").Clock} parts.clock
   */
  constructor({ api, live, store, clock }) {
    super();
    this.#api = api;
    this.#live = live;
    this.#store = store;
    this.#clock = clock;
    store.on(
      "change",
      (/** @type {import("../realtime/appointment-store.js").Change} */ { message }) =>
        this.emit("change", message),
    );
    live.on("loaded", () => {
      if (this.#loaded) this.readAgain();
      this.#loaded = true;
      this.emit("change", null);
    });
    live.on("message", (/** @type {string} */ _channel, /** @type {any} */ message) => {
      if (message.event === "schedule.updated") this.readAgain();
    });
    setInterval(() => this.emit("change", null), TICK_MS);
  }

  get asked() {
    return this.#asked;
  }

  /** Whether the proposed times have been read, and the day is loaded. */
  get ready() {
    return this.#read !== null && this.#loaded;
  }

  get slots() {
    const events = this.#loaded ? this.#store.all() : null;
    return currentSlots(this.#read ?? [], events, serverNow());
  }

  /** What other desks hold. */
  get held() {
    return heldTimes(this.slots);
  }

  /** Everything of the day that is drawn, in the order of time. */
  get events() {
    const events = this.#asked.doctor === null ? [] : this.#store.all();
    return events.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
  }

  get booked() {
    return takingTime(this.events).length;
  }

  /** @param {Asked} asked */
  show(asked) {
    const before = this.#asked;
    this.#asked = asked;
    if (asked.doctor !== before.doctor || asked.date !== before.date) {
      this.#loaded = false;
      this.#read = null;
      this.#live.show(this.#query());
    }
    if (asked.visitType !== before.visitType) this.#read = null;
    this.readAgain();
    this.emit("change", null);
  }

  /**
   * The days of the next weeks that have free times, and how many.
   * @returns {Promise<{date: string, free: number}[]>}
   */
  async laterDays() {
    const { doctor, date, visitType } = this.#asked;
    if (doctor === null || !date) return [];
    return this.#api.get(`/api/doctors/${doctor}/free-days/`, { date, visit_type: visitType });
  }

  /**
   * The free times of another day.
   * @param {string} date
   * @returns {Promise<import("./slots.js").Slot[]>}
   */
  async freeTimes(date) {
    const { doctor, visitType } = this.#asked;
    if (doctor === null) return [];
    const { slots } = await this.#availability(doctor, date, visitType);
    return slots.filter(({ state }) => state === "free");
  }

  /** Reads the proposed times anew. */
  async readAgain() {
    const { doctor, date, visitType } = this.#asked;
    this.#reading?.abort();
    clearTimeout(this.#holdsEnd);
    if (doctor === null || !date) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const answer = await this.#availability(doctor, date, visitType, reading.signal);
      if (this.#reading !== reading) return;
      this.#read = answer.slots;
      const wait = readAgainIn(answer.slots, serverNow(), Math.random());
      if (wait !== null) this.#holdsEnd = setTimeout(() => this.readAgain(), wait);
      this.emit("change", null);
    } catch (/** @type {any} */ error) {
      if (this.#reading !== reading) return;
      this.emit("failed", error);
      if (error.status !== 400) setTimeout(() => this.#retry(reading), RETRY_MS);
    }
  }

  /** @param {AbortController} reading the one that failed */
  #retry(reading) {
    if (this.#reading === reading) this.readAgain();
  }

  /**
   * @param {number} doctor
   * @param {string} date
   * @param {number | null} visitType
   * @param {AbortSignal} [signal]
   * @returns {Promise<{slots: import("./slots.js").Slot[]}>}
   */
  #availability(doctor, date, visitType, signal) {
    const query = { date, visit_type: visitType };
    return this.#api.get(`/api/doctors/${doctor}/availability/`, query, signal);
  }

  /** Without a doctor nothing is drawn; a quiet channel then still tells that the page is live. */
  #query() {
    const { doctor, date } = this.#asked;
    const day = this.#clock.dayBounds(date || this.#clock.date(Date.now()));
    /** @type {import("../core/types.js").Query} */
    const query = { ...day, doctor: [], department: [], status: [], kind: "" };
    if (doctor === null) return /** @type {typeof query} */ ({ ...query, kind: "opd" });
    return { ...query, doctor: [doctor] };
  }
}
