/**
 * What stands beside the time when it is lost: why, what is in the way, and what is free instead.
 *
 * Tells `take` (times) when one of the free times is chosen.
 */
import { byId } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";
import { showError } from "../shell/form-errors.js";
import { listConflicts, offer } from "./suggestions.js";

export class TimeTrouble extends Emitter {
  #clock;

  /** @param {import("../core/clock.js").Clock} clock */
  constructor(clock) {
    super();
    this.#clock = clock;
  }

  /**
   * @param {string} sentence
   * @param {import("../core/types.js").CalendarEvent[]} conflicts
   */
  say(sentence, conflicts) {
    showError("start", [sentence]);
    listConflicts(conflicts, this.#clock);
  }

  /** Whoever may overbook is led to how; others have no such line. @param {boolean} possible */
  leadToOverbooking(possible) {
    const hint = document.getElementById("overbook-hint");
    if (hint) hint.hidden = !possible;
  }

  /**
   * @param {import("./slots.js").Times[]} times
   * @param {string} date YYYY-MM-DD of the day on the page
   */
  offer(times, date) {
    offer(times, this.#clock, date, (taken) => this.emit("take", taken));
  }

  clear() {
    showError("start", []);
    this.leadToOverbooking(false);
    listConflicts([], this.#clock);
    this.offer([], "");
  }
}

/** What is to be said of the whole day's times. @param {string} text */
export function noteTimes(text) {
  const node = byId("times-note");
  if (node.textContent?.trim() !== text) node.textContent = text;
}
