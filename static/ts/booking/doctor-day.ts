/** One doctor's day, kept up to date: appointments from the store, slots from the API. */
import { serverNow } from "../core/server-time.ts";
import { Signal } from "../core/signal.ts";
import { heldTimes, reloadDelay } from "./hold.ts";
import { activeAppointments, currentSlots, type Slot } from "./slots.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Statuses } from "../core/statuses.ts";
import type { AppointmentMessage, Query } from "../core/types.ts";
import type { AppointmentStore } from "../realtime/appointment-store.ts";
import type { LiveQuery } from "../realtime/live-query.ts";

/** Slots become past without an event. */
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
  /** Must not ask for a password. */
  api: Api;
  live: LiveQuery;
  store: AppointmentStore;
  clock: Clock;
  statuses: Statuses;
}

export class DoctorDay {
  /** Anything of the day may have changed; `message` is the cause, if it was an event. */
  readonly onChange = new Signal<[message: AppointmentMessage | null]>();
  /** The slots could not be loaded. */
  readonly onFailed = new Signal();
  #api: Api;
  #live: LiveQuery;
  #store: AppointmentStore;
  #clock: Clock;
  #statuses: Statuses;
  #asked: Asked = { doctor: null, date: "", visitType: null };
  #availability: Availability | null = null;
  #reading: AbortController | null = null;
  #loaded = false;
  #holdsEnd: ReturnType<typeof setTimeout> | undefined;

  constructor({ api, live, store, clock, statuses }: DoctorDayParts) {
    this.#api = api;
    this.#live = live;
    this.#store = store;
    this.#clock = clock;
    this.#statuses = statuses;
    store.onChange.add(({ message }) => this.onChange.emit(message));
    live.onLoaded.add(() => {
      if (this.#loaded) this.reloadSlots();
      this.#loaded = true;
      this.onChange.emit(null);
    });
    live.onMessage.add((_channel, message) => {
      if (message.event === "schedule.updated") this.reloadSlots();
    });
    setInterval(() => this.onChange.emit(null), TICK_MS);
  }

  get asked() {
    return this.#asked;
  }

  /** Whether slots and appointments are loaded. */
  get ready() {
    return this.#availability !== null && this.#loaded;
  }

  get slots() {
    const active = this.#loaded ? activeAppointments(this.#store.all(), this.#statuses) : null;
    return currentSlots(this.#availability?.slots ?? [], active, serverNow(), this.slotMinutes);
  }

  get slotMinutes() {
    return this.#availability?.slot_minutes ?? null;
  }

  /** The name of the holiday on which the hospital is closed, or null. */
  get holiday() {
    return this.#availability?.holiday ?? null;
  }

  /** The times that other users hold. */
  get held() {
    return heldTimes(this.slots);
  }

  /** All appointments of the day, in the order of their starts. */
  get events() {
    const events = this.#asked.doctor === null ? [] : this.#store.all();
    return events.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
  }

  /** The appointments that take the doctor's time, in the order of their starts. */
  get active() {
    return activeAppointments(this.events, this.#statuses);
  }

  show(asked: Asked) {
    const before = this.#asked;
    this.#asked = asked;
    if (asked.doctor !== before.doctor || asked.date !== before.date) {
      this.#loaded = false;
      this.#availability = null;
      this.#live.show(this.#query());
    }
    if (asked.visitType !== before.visitType) this.#availability = null;
    this.reloadSlots();
    this.onChange.emit(null);
  }

  /** The days of the next weeks that have free slots, and how many. */
  async laterDays(): Promise<{ date: string; free: number }[]> {
    const { doctor, date, visitType } = this.#asked;
    if (doctor === null || !date) return [];
    return this.#api.get(`/api/doctors/${doctor}/free-days/`, { date, visit_type: visitType });
  }

  /** The free slots of another day. */
  async freeSlots(date: string): Promise<Slot[]> {
    const { doctor, visitType } = this.#asked;
    if (doctor === null) return [];
    const { slots } = await this.#fetchAvailability(doctor, date, visitType);
    return slots.filter(({ state }) => state === "free");
  }

  /** Loads the slots again. */
  async reloadSlots() {
    const { doctor, date, visitType } = this.#asked;
    this.#reading?.abort();
    clearTimeout(this.#holdsEnd);
    if (doctor === null || !date) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const answer = await this.#fetchAvailability(doctor, date, visitType, reading.signal);
      if (this.#reading !== reading) return;
      this.#availability = answer;
      const wait = reloadDelay(answer.slots, serverNow(), Math.random());
      if (wait !== null) this.#holdsEnd = setTimeout(() => this.reloadSlots(), wait);
      this.onChange.emit(null);
    } catch (error) {
      if (this.#reading !== reading) return;
      this.onFailed.emit();
      if ((error as Failure).status !== 400) setTimeout(() => this.#retry(reading), RETRY_MS);
    }
  }

  /** `reading`: the request that failed. */
  #retry(reading: AbortController) {
    if (this.#reading === reading) this.reloadSlots();
  }

  #fetchAvailability(
    doctor: number,
    date: string,
    visitType: number | null,
    signal?: AbortSignal,
  ): Promise<Availability> {
    const query = { date, visit_type: visitType };
    return this.#api.get(`/api/doctors/${doctor}/availability/`, query, signal);
  }

  /** Without a doctor, a query with few events, so that the page is live nevertheless. */
  #query() {
    const { doctor, date } = this.#asked;
    const day = this.#clock.dayBounds(date || this.#clock.date(Date.now()));
    const query: Query = { ...day, doctor: [], department: [], status: [], kind: "" };
    if (doctor === null) return { ...query, kind: "opd" } as typeof query;
    return { ...query, doctor: [doctor] };
  }
}
