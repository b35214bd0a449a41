/** The chosen time, true to the doctor's living day: in the grid, on the timeline, on the button. */
import { byId } from "../core/dom.ts";
import { LaterDays } from "./later-days.ts";
import { paintOwnHold } from "./own-hold.ts";
import { noteTimes, type TimeProblem } from "./time-problem.ts";
import {
  endOf,
  nearestFree,
  overlap,
  sameMoment,
  takingTime,
  withEnd,
  type Times,
} from "./slots.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { AppointmentMessage } from "../core/types.ts";
import type { DoctorDateFields } from "./doctor-date-fields.ts";
import type { DoctorDay } from "./doctor-day.ts";
import type { HoldKeeper } from "./hold-keeper.ts";
import type { SlotGrid } from "./slot-grid.ts";
import type { BookingSubmission } from "./submit.ts";
import type { Timeline } from "./timeline.ts";

const OFFERS = 3;
/** The API's word for a time that somebody else has. */
const TAKEN = "clash";

interface BookingControllerParts {
  day: DoctorDay;
  fields: DoctorDateFields;
  grid: SlotGrid;
  timeline: Timeline;
  problem: TimeProblem;
  keeper: HoldKeeper;
  submission: BookingSubmission;
  clock: Clock;
  /** Times that are not free can be chosen too. */
  mayOverride: boolean;
}

export class BookingController {
  #parts: BookingControllerParts;
  #chosen: { start: string; end?: string } | null;
  /** Chosen although it was not free, by one who may. */
  #onPurpose = false;
  #later: LaterDays;

  /** `start`: chosen when the page came. */
  constructor(parts: BookingControllerParts, start: string | null) {
    this.#parts = parts;
    this.#chosen = start ? { start } : null;
    this.#later = new LaterDays(parts.day, parts.clock);
    this.#later.on("go", (date: string) => this.#goTo(date));
    this.#later.on("times", (times: Times[]) => {
      if (!this.#chosen) parts.problem.offer(times.slice(0, OFFERS), parts.day.asked.date);
    });
    parts.grid.on("choose", (chosen: string) => this.choose({ start: chosen }));
    parts.fields.on("change", () => this.#askAnew());
    parts.day.on("change", (message: any) => this.#onChange(message));
    parts.day.on("failed", () => noteTimes(messages.timesFailed));
    parts.submission.on("running", () => this.#paintButton());
    parts.submission.on("timeRefused", (error: any) => this.#onRefused(error));
    parts.keeper.on("refused", (error: any) => {
      if (!parts.submission.running) this.#onRefused(error);
    });
    parts.keeper.on("change", () => this.#paintHold());
    parts.problem.on("take", ({ start, end }: Times) => {
      this.choose({ start, end });
      byId("book").focus();
    });
  }

  get start() {
    return this.#chosen?.start ?? null;
  }

  choose(times: { start: string; end?: string }) {
    const { day, fields, clock, mayOverride, problem } = this.#parts;
    const state = this.#stateOf(times);
    this.#chosen = times;
    this.#onPurpose = day.ready && mayOverride && state !== "free" && state !== "held";
    problem.clear();
    if (clock.date(times.start) !== fields.asked.date) fields.goTo(clock.date(times.start));
    else this.#onChange(null);
  }

  /** Somebody goes on filling the form in. */
  goOn() {
    if (this.#chosen && !this.#parts.submission.running) this.#parts.keeper.goOn();
  }

  #askAnew() {
    const { day, fields, clock, problem } = this.#parts;
    const { asked } = fields;
    if (this.#chosen && clock.date(this.#chosen.start) !== asked.date) this.#chosen = null;
    if (this.#chosen) this.#chosen = { start: this.#chosen.start };
    this.#onPurpose = false;
    problem.clear();
    this.#later.clear();
    day.show(asked);
  }

  /** Another day; once its times are there, the focus stands among them. */
  #goTo(date: string) {
    this.#parts.grid.focusNext();
    this.#parts.fields.goTo(date);
  }

  #onChange(message: AppointmentMessage | null) {
    const { day, submission } = this.#parts;
    if (this.#chosen && day.ready && !this.#onPurpose && !submission.running) {
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
    const { day, clock, problem } = this.#parts;
    const said = state === "taken" && !message ? messages.notFree : messages.lost[state];
    const wanted = withEnd({ ...times, end: endOf(day.slots, times.start) ?? times.end });
    const holder = day.held.find((held) => overlap(held, wanted))?.by;
    const by = (state === "held" ? holder : message?.by?.name) || messages.anotherDesk;
    this.#giveUp(state === "taken");
    problem.say(
      said(clock.time(times.start), by),
      takingTime(day.events).filter((event) => overlap(event, wanted)),
    );
    problem.offer(nearestFree(day.slots, times.start, OFFERS), day.asked.date);
  }

  /** The time is lost; for one who may overbook, a taken one stays chosen. */
  #giveUp(taken: boolean) {
    this.#onPurpose = this.#parts.mayOverride && taken;
    if (!this.#onPurpose) this.#chosen = null;
    this.#parts.problem.leadToOverbooking(this.#onPurpose);
  }

  /** The server has said no to the chosen time. */
  #onRefused({ message, body, code }: any) {
    const { day, problem } = this.#parts;
    const lost = this.#chosen && withEnd(this.#chosen);
    const others = day.slots.filter((slot) => !lost || !overlap(slot, lost));
    const near = lost ? nearestFree(others, lost.start, OFFERS) : [];
    this.#giveUp(code === TAKEN);
    problem.say(message, body.conflicts ?? []);
    problem.offer(body.next_free ?? near, day.asked.date);
    this.#paint();
    day.readAgain();
  }

  #paint() {
    const { day, fields, grid, timeline, keeper } = this.#parts;
    const { slots, ready } = day;
    const waiting = day.asked.doctor !== null && !ready;
    if (!waiting) {
      grid.paint(slots, this.start, false);
      if (this.#chosen) this.#chosen.end = endOf(slots, this.#chosen.start) ?? this.#chosen.end;
      timeline.paint(day, { doctorName: fields.doctorName, chosen: this.#chosen });
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
    const { day, fields } = this.#parts;
    if (day.asked.doctor === null) return noteTimes(messages.chooseFirst);
    const { slots } = day;
    const free = slots.filter(({ state }) => state === "free").length;
    if (free) noteTimes("");
    else noteTimes((slots.length ? messages.dayFull : messages.dayOff)(fields.doctorName));
    this.#later.look(free, slots.length);
  }

  #paintHold() {
    const { keeper, clock } = this.#parts;
    paintOwnHold(keeper, this.#chosen ? clock.time(this.#chosen.start) : "");
  }

  #paintButton() {
    const { submission, clock } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const times = start && [start, end].filter(Boolean).map((each) => clock.time(each ?? ""));
    const label = times ? messages.bookAt(times.join(" – ")) : messages.book;
    byId("book-label").textContent = submission.running ? messages.booking : label;
  }
}
