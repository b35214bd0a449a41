/** The chosen time, true to the doctor's living day: in the grid, on the timeline, on the button. */
import { byId } from "../core/dom.ts";
import { LaterDays } from "./later-days.ts";
import { paintOwnHold } from "./own-hold.ts";
import { noteTimes, type TimeTrouble } from "./time-trouble.ts";
import {
  endOf,
  nearestFree,
  overlap,
  sameMoment,
  takingTime,
  withEnd,
  type Times,
} from "./slots.ts";
import { words } from "./words.ts";
import type { Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { AppointmentMessage } from "../core/types.ts";
import type { WhoAndWhen } from "./doctor-date-fields.ts";
import type { DoctorDay } from "./doctor-day.ts";
import type { HoldKeeper } from "./hold-keeper.ts";
import type { TimeGrid } from "./slot-grid.ts";
import type { Booking } from "./submit.ts";
import type { Timeline } from "./timeline.ts";

const OFFERS = 3;
/** The API's word for a time that somebody else has. */
const TAKEN = "clash";

interface DeskParts {
  day: DoctorDay;
  who: WhoAndWhen;
  grid: TimeGrid;
  timeline: Timeline;
  trouble: TimeTrouble;
  keeper: HoldKeeper;
  booking: Booking;
  clock: Clock;
  /** Times that are not free can be chosen too. */
  mayOverride: boolean;
}

export class Desk {
  #parts: DeskParts;
  #chosen: { start: string; end?: string } | null;
  /** Chosen although it was not free, by one who may. */
  #onPurpose = false;
  #later: LaterDays;

  /** `start` was chosen when the page came. */
  constructor(parts: DeskParts, start: string | null) {
    this.#parts = parts;
    this.#chosen = start ? { start } : null;
    this.#later = new LaterDays(parts.day, parts.clock);
    this.#later.on("go", (date: string) => this.#goTo(date));
    this.#later.on("times", (times: Times[]) => {
      if (!this.#chosen) parts.trouble.offer(times.slice(0, OFFERS), parts.day.asked.date);
    });
    parts.grid.on("choose", (chosen: string) => this.choose({ start: chosen }));
    parts.who.on("change", () => this.#askAnew());
    parts.day.on("change", (message: AppointmentMessage | null) => this.#onChange(message));
    parts.day.on("failed", () => noteTimes(words.timesFailed));
    parts.booking.on("running", () => this.#paintButton());
    parts.booking.on("timeRefused", (error: Failure) => this.#onRefused(error));
    parts.keeper.on("refused", (error: Failure) => {
      if (!parts.booking.running) this.#onRefused(error);
    });
    parts.keeper.on("change", () => this.#paintHold());
    parts.trouble.on("take", ({ start, end }: Times) => {
      this.choose({ start, end });
      byId("book").focus();
    });
  }

  get start() {
    return this.#chosen?.start ?? null;
  }

  choose(times: { start: string; end?: string }) {
    const { day, who, clock, mayOverride, trouble } = this.#parts;
    const state = this.#stateOf(times);
    this.#chosen = times;
    this.#onPurpose = day.ready && mayOverride && state !== "free" && state !== "held";
    trouble.clear();
    if (clock.date(times.start) !== who.asked.date) who.goTo(clock.date(times.start));
    else this.#onChange(null);
  }

  /** Somebody goes on filling the form in. */
  goOn() {
    if (this.#chosen && !this.#parts.booking.running) this.#parts.keeper.goOn();
  }

  #askAnew() {
    const { day, who, clock, trouble } = this.#parts;
    const { asked } = who;
    if (this.#chosen && clock.date(this.#chosen.start) !== asked.date) this.#chosen = null;
    if (this.#chosen) this.#chosen = { start: this.#chosen.start };
    this.#onPurpose = false;
    trouble.clear();
    this.#later.clear();
    day.show(asked);
  }

  /** Another day; once its times are there, the focus stands among them. */
  #goTo(date: string) {
    this.#parts.grid.focusNext();
    this.#parts.who.goTo(date);
  }

  #onChange(message: AppointmentMessage | null) {
    const { day, booking } = this.#parts;
    if (this.#chosen && day.ready && !this.#onPurpose && !booking.running) {
      const state = this.#stateOf(this.#chosen);
      if (state !== "free") this.#lose(this.#chosen, state, message);
    }
    this.#paint();
  }

  #stateOf(times: { start: string; end?: string }) {
    const { day } = this.#parts;
    const slot = day.slots.find(({ start }) => sameMoment(start, times.start));
    if (slot) return slot.state;
    const wanted = withEnd(times);
    if (takingTime(day.events).some((event) => overlap(event, wanted))) return "taken";
    return day.held.some((held) => overlap(held, wanted)) ? "held" : "free";
  }

  #lose(times: { start: string; end?: string }, state: string, message: AppointmentMessage | null) {
    const { day, clock, trouble } = this.#parts;
    const said = state === "taken" && !message ? words.notFree : words.lost[state];
    const wanted = withEnd({ ...times, end: endOf(day.slots, times.start) ?? times.end });
    const holder = day.held.find((held) => overlap(held, wanted))?.by;
    const by = (state === "held" ? holder : message?.by?.name) || words.anotherDesk;
    this.#giveUp(state === "taken");
    trouble.say(
      said(clock.time(times.start), by),
      takingTime(day.events).filter((event) => overlap(event, wanted)),
    );
    trouble.offer(nearestFree(day.slots, times.start, OFFERS), day.asked.date);
  }

  /** The time is lost; for one who may overbook, a taken one stays chosen. */
  #giveUp(taken: boolean) {
    this.#onPurpose = this.#parts.mayOverride && taken;
    if (!this.#onPurpose) this.#chosen = null;
    this.#parts.trouble.leadToOverbooking(this.#onPurpose);
  }

  /** The server has said no to the chosen time. */
  #onRefused({ message, body, code }: Failure) {
    const { day, trouble } = this.#parts;
    const lost = this.#chosen && withEnd(this.#chosen);
    const others = day.slots.filter((slot) => !lost || !overlap(slot, lost));
    const near = lost ? nearestFree(others, lost.start, OFFERS) : [];
    this.#giveUp(code === TAKEN);
    trouble.say(message, body?.conflicts ?? []);
    trouble.offer(body?.next_free ?? near, day.asked.date);
    this.#paint();
    day.readAgain();
  }

  #paint() {
    const { day, who, grid, timeline, keeper } = this.#parts;
    const { slots, ready } = day;
    const waiting = day.asked.doctor !== null && !ready;
    if (!waiting) {
      grid.paint(slots, this.start, false);
      if (this.#chosen) this.#chosen.end = endOf(slots, this.#chosen.start) ?? this.#chosen.end;
      timeline.paint(day, { doctorName: who.doctorName, chosen: this.#chosen });
      who.nameStandard(day.slotMinutes);
      this.#explain();
    } else byId("time-grid").setAttribute("aria-busy", "true");
    keeper.want(this.#wanted());
    this.#paintHold();
    this.#paintButton();
  }

  /** What is held for this desk: a chosen time that is known to be free. */
  #wanted() {
    const { day } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const { doctor } = day.asked;
    if (doctor === null || !start || !end || !day.ready || this.#onPurpose) return null;
    return { doctor, start, end };
  }

  #explain() {
    const { day, who } = this.#parts;
    if (day.asked.doctor === null) return noteTimes(words.chooseFirst);
    const { slots } = day;
    const free = slots.filter(({ state }) => state === "free").length;
    if (free) noteTimes("");
    else if (day.holiday !== null) noteTimes(words.holiday(day.holiday));
    else noteTimes((slots.length ? words.dayFull : words.dayOff)(who.doctorName));
    this.#later.look(free, slots.length);
  }

  #paintHold() {
    const { keeper, clock } = this.#parts;
    paintOwnHold(keeper, this.#chosen ? clock.time(this.#chosen.start) : "");
  }

  #paintButton() {
    const { booking, clock } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const times = start && [start, end].filter(Boolean).map((each) => clock.time(each ?? ""));
    const label = times ? words.bookAt(times.join(" – ")) : words.book;
    byId("book-label").textContent = booking.running ? words.booking : label;
  }
}
