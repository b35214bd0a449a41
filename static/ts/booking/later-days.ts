/**
 * What later days have where this one has little: the next free days, or the next with more room.
 *
 * Tells `go` (date) when one is chosen, and `times` (free times of the next day) where this one is full.
 */
import { byId, el } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";
import { roomier } from "./roomier.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { DoctorDay } from "./doctor-day.ts";

export class LaterDays extends Emitter {
  #day: DoctorDay;
  #clock: Clock;
  /** What the days on the page are an answer to. */
  #answers = "";

  constructor(day: DoctorDay, clock: Clock) {
    super();
    this.#day = day;
    this.#clock = clock;
  }

  /** Takes the days away. */
  clear() {
    this.#answers = "";
    this.#paint([], "");
  }

  /** `free`: times of the day that is shown. */
  async look(free: number, all: number) {
    const key = JSON.stringify([this.#day.asked, free]);
    if (this.#answers === key) return;
    this.#answers = key;
    if (free * 2 > all) return this.#paint([], "");
    try {
      const days = roomier(await this.#day.laterDays(), free);
      if (this.#answers !== key) return;
      this.#paint(days, free ? messages.roomierDay : messages.nextDays);
      if (free || !days.length) return;
      const times = await this.#day.freeTimes(days[0].date);
      if (this.#answers === key) this.emit("times", times);
    } catch {
      if (this.#answers === key) this.#answers = "";
    }
  }

  #paint(days: { date: string; free: number }[], head: string) {
    byId("next-days").hidden = !days.length;
    byId("next-days-head").textContent = head;
    byId("next-days-list").replaceChildren(
      ...days.map(({ date, free }) =>
        el("button", {
          type: "button",
          class: "btn btn-quiet btn-sm tabular",
          "data-testid": "next-day",
          text: messages.freeOnDay(this.#clock.day(this.#clock.dayBounds(date).start), free),
          onclick: () => this.emit("go", date),
        }),
      ),
    );
  }
}
