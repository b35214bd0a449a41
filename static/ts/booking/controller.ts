/** Keeps the chosen time true to the doctor's day: in the slots, the timeline, the hold and the button. */
import { byId } from "../core/dom.ts";
import { LaterDays } from "./later-days.ts";
import { messages } from "./messages.ts";
import { showOwnHold } from "./own-hold.ts";
import { endOf, nearestFree, overlap, sameMoment, withEnd } from "./slots.ts";
import { showTimesNote, type TimeProblem } from "./time-problem.ts";
import type { Clock } from "../core/clock.ts";
import type { AppointmentMessage } from "../core/types.ts";
import type { DoctorDateFields } from "./doctor-date-fields.ts";
import type { DoctorDay } from "./doctor-day.ts";
import type { HoldKeeper } from "./hold-keeper.ts";
import type { SlotGrid } from "./slot-grid.ts";
import type { BookingSubmission } from "./submit.ts";
import type { Timeline } from "./timeline.ts";
import type { Failure } from "../core/api.ts";

const MAX_OFFERS = 3;
/** The API's code for a time that is taken. */
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
  /** Whether the user may choose times that are not free. */
  mayOverride: boolean;
}

/** A time whose end is known once slots are. */
interface Chosen {
  start: string;
  end?: string;
}

export class BookingController {
  #parts: BookingControllerParts;
  #chosen: Chosen | null;
  /** The chosen time is not free, and the user chose it nevertheless. */
  #overrides = false;
  #laterDays: LaterDays;

  /** `start`: chosen when the page was loaded. */
  constructor(parts: BookingControllerParts, start: string | null) {
    const { day, fields, grid, keeper, problem, submission } = parts;
    this.#parts = parts;
    this.#chosen = start ? { start } : null;
    this.#laterDays = new LaterDays(day, parts.clock, {
      onChoose: (date) => this.#goTo(date),
      onTimes: (times) => {
        if (!this.#chosen) problem.offer(times.slice(0, MAX_OFFERS), day.asked.date);
      },
    });
    grid.onChoose.add((chosen) => this.choose({ start: chosen }));
    fields.onChange.add(() => this.#onFieldsChange());
    day.onChange.add((message) => this.#onDayChange(message));
    day.onFailed.add(() => showTimesNote(messages.timesFailed));
    submission.onRunning.add(() => this.#showButton());
    submission.onTimeRefused.add((error) => this.#onRefused(error));
    keeper.onChange.add(() => this.#showHold());
    keeper.onRefused.add((error) => {
      if (!submission.running) this.#onRefused(error);
    });
    problem.onChoose.add(({ start: from, end }) => {
      this.choose({ start: from, end });
      byId("book").focus();
    });
  }

  get start() {
    return this.#chosen?.start ?? null;
  }

  choose(times: Chosen) {
    const { day, fields, clock, mayOverride, problem } = this.#parts;
    const state = this.#stateOf(times);
    this.#chosen = times;
    this.#overrides = day.ready && mayOverride && state !== "free" && state !== "held";
    problem.clear();
    if (clock.date(times.start) !== fields.asked.date) fields.goTo(clock.date(times.start));
    else this.#onDayChange(null);
  }

  /** Chooses a free time of any doctor. */
  chooseWith(doctor: { id: number; name: string }, { start, end }: Chosen) {
    const { fields, clock } = this.#parts;
    this.#chosen = { start, end };
    fields.choose(doctor, clock.date(start));
  }

  /** The user goes on filling in the form: renews the hold if needed. */
  onInput() {
    if (this.#chosen && !this.#parts.submission.running) this.#parts.keeper.renew();
  }

  #onFieldsChange() {
    const { day, fields, clock, problem } = this.#parts;
    const { asked } = fields;
    if (this.#chosen && clock.date(this.#chosen.start) !== asked.date) this.#chosen = null;
    if (this.#chosen) this.#chosen = { start: this.#chosen.start };
    this.#overrides = false;
    problem.clear();
    this.#laterDays.clear();
    day.show(asked);
  }

  /** Shows another day, and focuses its slots when they are loaded. */
  #goTo(date: string) {
    this.#parts.grid.focusNext();
    this.#parts.fields.goTo(date);
  }

  /** `message`: the cause, if it is an event. */
  #onDayChange(message: AppointmentMessage | null) {
    const { day, submission } = this.#parts;
    if (this.#chosen && day.ready && !this.#overrides && !submission.running) {
      const state = this.#stateOf(this.#chosen);
      if (state !== "free") this.#onLost(this.#chosen, state, message);
    }
    this.#show();
  }

  #stateOf(times: Chosen) {
    const { day } = this.#parts;
    const slot = day.slots.find(({ start }) => sameMoment(start, times.start));
    if (slot) return slot.state;
    const wanted = withEnd(times);
    if (day.active.some((event) => overlap(event, wanted))) return "taken";
    return day.held.some((held) => overlap(held, wanted)) ? "held" : "free";
  }

  /** The chosen time is no longer free: says why, and offers others. */
  #onLost(times: Chosen, state: string, message: AppointmentMessage | null) {
    const { day, clock, problem } = this.#parts;
    const sentence = state === "taken" && !message ? messages.notFree : messages.lost[state];
    const wanted = withEnd({ ...times, end: endOf(day.slots, times.start) ?? times.end });
    const holder = day.held.find((held) => overlap(held, wanted))?.by;
    const by = (state === "held" ? holder : message?.by?.name) || messages.someoneElse;
    this.#giveUp(state === "taken");
    problem.show(
      sentence(clock.time(times.start), by),
      day.active.filter((event) => overlap(event, wanted)),
    );
    problem.offer(nearestFree(day.slots, times.start, MAX_OFFERS), day.asked.date);
  }

  /** Deselects the time; a user who may overbook keeps a taken one. */
  #giveUp(taken: boolean) {
    this.#overrides = this.#parts.mayOverride && taken;
    if (!this.#overrides) this.#chosen = null;
    this.#parts.problem.showOverbookHint(this.#overrides);
  }

  /** The server refused the chosen time. */
  #onRefused({ message, body, code }: Failure) {
    const { day, problem } = this.#parts;
    const lost = this.#chosen && withEnd(this.#chosen);
    const others = day.slots.filter((slot) => !lost || !overlap(slot, lost));
    const near = lost ? nearestFree(others, lost.start, MAX_OFFERS) : [];
    this.#giveUp(code === TAKEN);
    problem.show(message, body?.conflicts ?? []);
    problem.offer(body?.next_free ?? near, day.asked.date);
    this.#show();
    day.reloadSlots();
  }

  #show() {
    const { day, fields, grid, timeline, keeper } = this.#parts;
    const { slots, ready } = day;
    const waiting = day.asked.doctor !== null && !ready;
    if (!waiting) {
      grid.show(slots, this.start, false);
      if (this.#chosen) this.#chosen.end = endOf(slots, this.#chosen.start) ?? this.#chosen.end;
      timeline.show(day, { doctorName: fields.doctorName, chosen: this.#chosen });
      fields.showStandardLength(day.slotMinutes);
      this.#explainDay();
    } else byId("time-grid").setAttribute("aria-busy", "true");
    keeper.want(this.#timeToHold());
    this.#showHold();
    this.#showButton();
  }

  /** The chosen time, if it is known to be free. */
  #timeToHold() {
    const { day } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const { doctor } = day.asked;
    if (doctor === null || !start || !end || !day.ready || this.#overrides) return null;
    return { doctor, start, end };
  }

  /** Says why the day has no free slots, and offers later days. */
  #explainDay() {
    const { day, fields } = this.#parts;
    if (day.asked.doctor === null) return showTimesNote(messages.chooseFirst);
    const { slots } = day;
    const free = slots.filter(({ state }) => state === "free").length;
    if (free) showTimesNote("");
    else if (day.holiday !== null) showTimesNote(messages.holiday(day.holiday));
    else showTimesNote((slots.length ? messages.dayFull : messages.dayOff)(fields.doctorName));
    this.#laterDays.update(free, slots.length);
  }

  #showHold() {
    const { keeper, clock } = this.#parts;
    showOwnHold(keeper, this.#chosen ? clock.time(this.#chosen.start) : "");
  }

  #showButton() {
    const { submission, clock } = this.#parts;
    const { start, end } = this.#chosen ?? {};
    const times = start && [start, end].filter(Boolean).map((each) => clock.time(each ?? ""));
    const label = times ? messages.bookAt(times.join(" – ")) : messages.book;
    byId("book-label").textContent = submission.running ? messages.booking : label;
  }
}
