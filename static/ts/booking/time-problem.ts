/** What is shown beside a time that is not free: the reason, the conflicts, and free times instead. */
import { byId } from "../core/dom.ts";
import { Signal } from "../core/signal.ts";
import { showError } from "../shell/form-errors.ts";
import { showConflicts, showOffers } from "./suggestions.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Times } from "./slots.ts";

export class TimeProblem {
  /** An offered time is chosen. */
  readonly onChoose = new Signal<[times: Times]>();
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  show(sentence: string, conflicts: CalendarEvent[]) {
    showError("start", [sentence]);
    showConflicts(conflicts, this.#clock);
  }

  /** The page has this hint only for users who may overbook. */
  showOverbookHint(shown: boolean) {
    const hint = document.getElementById("overbook-hint");
    if (hint) hint.hidden = !shown;
  }

  /** `date`: the shown day, YYYY-MM-DD. */
  offer(times: Times[], date: string) {
    showOffers(times, this.#clock, date, (chosen) => this.onChoose.emit(chosen));
  }

  clear() {
    showError("start", []);
    this.showOverbookHint(false);
    showConflicts([], this.#clock);
    this.offer([], "");
  }
}

/** Shows a sentence about all slots of the day. */
export function showTimesNote(text: string) {
  const node = byId("times-note");
  if (node.textContent?.trim() !== text) node.textContent = text;
}
