/**
 * One doctor's day, alive: appointments from the store, proposed times from the availability.
 *
 * Tells `change` (message or null) when anything may look different, and `failed` (error).
 */
import { Emitter } from "../core/emitter.ts";
import { serverNow } from "../core/server-time.ts";
import { heldTimes, readAgainIn } from "./hold.ts";
import { currentSlots, takingTime, type Slot } from "./slots.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Query, StreamMessage } from "../core/types.ts";
import type { Change, Store } from "../realtime/appointment-store.ts";
import type { Live } from "../realtime/live-query.ts";

/** Slots slip into the past by themselves. */
const TICK_MS = 15_000;
const RETRY_MS = 5_000;

export interface Asked {
  doctor: number | null;
  date: string;
  visitType: number | null;
}

interface Availability {
  slots: Slot[];
  /** One slot's length; null where the day's shifts have different ones or there is no shift. */
  slot_minutes: number | null;
  /** On which the hospital is closed; null on other days. */
  holiday: string | null;
}

interface DoctorDayParts {
  /** For what the page does by itself. */
  api: Api;
  live: Live;
  store: Store;
  clock: Clock;
}

export class DoctorDay extends Emitter {
  #api: Api;
  #live: Live;
  #store: Store;
  #clock: Clock;
  #asked: Asked = { doctor: null, date: "", visitType: null };
  #read: Availability | null = null;
  #reading: AbortController | null = null;
  #loaded = false;
  #holdsEnd: ReturnType<typeof setTimeout> | undefined;

  constructor({ api, live, store, clock }: DoctorDayParts) {
    super();
    this.#api = api;
    this.#live = live;
    this.#store = store;
    this.#clock = clock;
    store.on("change", ({ message }: Change) => this.emit("change", message));
    live.on("loaded", () => {
      if (this.#loaded) this.readAgain();
      this.#loaded = true;
      this.emit("change", null);
    });
    live.on("message", (_channel: string, message: StreamMessage) => {
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
    return currentSlots(this.#read?.slots ?? [], events, serverNow());
  }

  get slotMinutes() {
    return this.#read?.slot_minutes ?? null;
  }

  /** The name of the holiday on which the hospital is closed, or null. */
  get holiday() {
    return this.#read?.holiday ?? null;
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

  show(asked: Asked) {
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

  /** The days of the next weeks that have free times, and how many. */
  async laterDays(): Promise<{ date: string; free: number }[]> {
    const { doctor, date, visitType } = this.#asked;
    if (doctor === null || !date) return [];
    return this.#api.get(`/api/doctors/${doctor}/free-days/`, { date, visit_type: visitType });
  }

  /** The free times of another day. */
  async freeTimes(date: string): Promise<Slot[]> {
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
      this.#read = answer;
      const wait = readAgainIn(answer.slots, serverNow(), Math.random());
      if (wait !== null) this.#holdsEnd = setTimeout(() => this.readAgain(), wait);
      this.emit("change", null);
    } catch (error) {
      if (this.#reading !== reading) return;
      this.emit("failed", error);
      if ((error as Failure).status !== 400) setTimeout(() => this.#retry(reading), RETRY_MS);
    }
  }

  #retry(failed: AbortController) {
    if (this.#reading === failed) this.readAgain();
  }

  #availability(
    doctor: number,
    date: string,
    visitType: number | null,
    signal?: AbortSignal,
  ): Promise<Availability> {
    const query = { date, visit_type: visitType };
    return this.#api.get(`/api/doctors/${doctor}/availability/`, query, signal);
  }

  /** Without a doctor nothing is drawn; a quiet channel then still tells that the page is live. */
  #query(): Query {
    const { doctor, date } = this.#asked;
    const day = this.#clock.dayBounds(date || this.#clock.date(Date.now()));
    const query: Query = { ...day, doctor: [], department: [], status: [], kind: "" };
    if (doctor === null) return { ...query, kind: "opd" };
    return { ...query, doctor: [doctor] };
  }
}
