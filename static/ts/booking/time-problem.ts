/**
 * What stands beside the time when it is lost: why, what is in the way, and what is free instead.
 *
 * Tells `take` (times) when one of the free times is chosen.
 */
import { byId } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";
import { showError } from "../shell/form-errors.ts";
import { listConflicts, offer } from "./suggestions.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Times } from "./slots.ts";

export class TimeProblem extends Emitter {
  #clock: Clock;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  say(sentence: string, conflicts: CalendarEvent[]) {
    showError("start", [sentence]);
    listConflicts(conflicts, this.#clock);
  }

  /** Whoever may overbook is led to how; others have no such line. */
  leadToOverbooking(possible: boolean) {
    const hint = document.getElementById("overbook-hint");
    if (hint) hint.hidden = !possible;
  }

  /** `date`: YYYY-MM-DD of the day on the page. */
  offer(times: Times[], date: string) {
    offer(times, this.#clock, date, (taken) => this.emit("take", taken));
  }

  clear() {
    showError("start", []);
    this.leadToOverbooking(false);
    listConflicts([], this.#clock);
    this.offer([], "");
  }
}

/** What is to be said of the whole day's times. */
export function noteTimes(text: string) {
  const node = byId("times-note");
  if (node.textContent?.trim() !== text) node.textContent = text;
}
