/**
 * What stands beside the time when it is lost: why, what is in the way, and what is free instead.
 *
 * Tells `take` (times) when one of the free times is chosen.
 */
import { Emitter } from "../emitter.js";
import { showError } from "./errors.js";
import { listConflicts, offer } from "./offers.js";

export class TimeTrouble extends Emitter {
  #clock;

  /** @param {import("../time.js").Clock} clock */
  constructor(clock) {
    super();
    this.#clock = clock;
  }

  /**
   * @param {string} sentence
   * @param {import("../types.js").CalendarEvent[]} conflicts
   */
  say(sentence, conflicts) {
    showError("start", [sentence]);
    listConflicts(conflicts, this.#clock);
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
    listConflicts([], this.#clock);
    this.offer([], "");
  }
}
