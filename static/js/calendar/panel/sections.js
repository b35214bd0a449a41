/** The panel's sections drawn anew, each by itself: a form that is being filled in is left as it is. */
import { correctionSection } from "./correction.js";
import { facts, head, history } from "./details-view.js";
import { moveSection, undoButton } from "./status-form.js";
import { rescheduleSection } from "./reschedule-form.js";
import { redraw } from "./section.js";

/** @typedef {import("./details-view.js").Frame} Frame */

/**
 * @param {Frame} shown
 * @param {import("../../core/types.js").CalendarEvent} event
 * @param {object} parts
 * @param {import("./changes.js").Work} parts.work
 * @param {(event: import("../../core/types.js").CalendarEvent) => boolean} parts.mayCorrect
 * @param {string} parts.bookingPage empty for whoever may not book
 * @param {() => void} parts.lost takes the focus where a section has nothing left for it
 */
export function paintSections(shown, event, { work, mayCorrect, bookingPage, lost }) {
  const { clock, stateLabel, mayMove, draft } = work;
  redraw(shown.head, head(event, stateLabel, clock, bookingPage), lost);
  redraw(shown.facts, facts(event, clock), lost);
  if (!event.allowed || !event.history) return;
  redraw(shown.history, history(event.history, stateLabel, clock, undoButton(work)), lost);
  if (!shown.moves.querySelector("form:not([data-done])")) {
    redraw(shown.moves, moveSection(work), lost);
  }
  if (!mayMove(event)) redraw(shown.times, [], lost);
  else if (isUntouched(shown.times, draft.place)) {
    redraw(shown.times, rescheduleSection(work), lost);
  }
  if (mayCorrect(event) && isUntouched(shown.correction, draft.correction)) {
    redraw(shown.correction, correctionSection(work), lost);
  }
}

/** @param {HTMLElement} section @param {boolean} typed whether something is typed there that was not sent */
function isUntouched(section, typed) {
  return !typed && !section.querySelector("details[open]");
}

/** Closes a form that is open, what is typed kept; whether there was one. @param {Frame} shown */
export function letFormBe({ moves, times, correction }) {
  const folded = [times, correction].map((section) => section.querySelector("details[open]"));
  const open = [moves.querySelector("form"), ...folded];
  const first = open.find((form) => form?.contains(document.activeElement));
  const form = first ?? open.find(Boolean);
  form?.dispatchEvent(new Event("letbe"));
  return Boolean(form);
}
