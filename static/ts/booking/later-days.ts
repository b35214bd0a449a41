/** Offers later days if the shown one has few free slots: the next free days, or the next one with more. */
import { byId, el } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { DoctorDay } from "./doctor-day.ts";
import type { Slot } from "./slots.ts";

const MAX_DAYS = 3;

interface LaterDaysListener {
  onChoose: (date: string) => void;
  /** The shown day is full: the free slots of the next one. */
  onTimes: (slots: Slot[]) => void;
}

export class LaterDays {
  #day: DoctorDay;
  #clock: Clock;
  #listener: LaterDaysListener;
  /** The day and its free slots for which days are shown or being loaded. */
  #key = "";

  constructor(day: DoctorDay, clock: Clock, listener: LaterDaysListener) {
    this.#day = day;
    this.#clock = clock;
    this.#listener = listener;
  }

  clear() {
    this.#key = "";
    this.#show([], "");
  }

  /** `free`: free slots of the shown day; `all`: all its slots. */
  async update(free: number, all: number) {
    const key = JSON.stringify([this.#day.asked, free]);
    if (this.#key === key) return;
    this.#key = key;
    if (free * 2 > all) return this.#show([], "");
    try {
      const days = daysToOffer(await this.#day.laterDays(), free);
      if (this.#key !== key) return;
      this.#show(days, free ? messages.roomierDay : messages.nextDays);
      if (free || !days.length) return;
      const slots = await this.#day.freeSlots(days[0].date);
      if (this.#key === key) this.#listener.onTimes(slots);
    } catch {
      if (this.#key === key) this.#key = "";
    }
  }

  #show(days: { date: string; free: number }[], heading: string) {
    byId("next-days").hidden = !days.length;
    byId("next-days-head").textContent = heading;
    byId("next-days-list").replaceChildren(
      ...days.map(({ date, free }) =>
        el("button", {
          type: "button",
          class: "btn btn-quiet btn-sm tabular",
          "data-testid": "next-day",
          text: messages.freeOnDay(this.#clock.day(this.#clock.dayBounds(date).start), free),
          onclick: () => this.#listener.onChoose(date),
        }),
      ),
    );
  }
}

/**
 * If the shown day is full: the next days with free slots. Otherwise: the first day with more free
 * slots. `days`: in order; `free`: the number of free slots of the shown day.
 */
export function daysToOffer(days: { date: string; free: number }[], free: number) {
  return days.filter((day) => day.free > free).slice(0, free ? 1 : MAX_DAYS);
}
