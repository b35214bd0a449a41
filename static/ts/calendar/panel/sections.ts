/** The panel's sections drawn anew, each by itself: a form that is being filled in is left as it is. */
import { correctionSection } from "./correction.ts";
import { facts, head, history, type Frame } from "./details-view.ts";
import { moveSection, undoButton } from "./status-form.ts";
import { rescheduleSection } from "./reschedule-form.ts";
import { redraw } from "./section.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Work } from "./changes.ts";

interface RenderSectionsParts {
  work: Work;
  mayCorrect: (event: CalendarEvent) => boolean;
  /** Empty for whoever may not book. */
  bookingPage: string;
  /** Takes the focus where a section has nothing left for it. */
  lost: () => void;
}

export function renderSections(
  shown: Frame,
  event: CalendarEvent,
  { work, mayCorrect, bookingPage, lost }: RenderSectionsParts,
) {
  const { clock, stateLabel, mayReschedule, draft } = work;
  redraw(shown.head, head(event, stateLabel, clock, bookingPage), lost);
  redraw(shown.facts, facts(event, clock), lost);
  if (!event.allowed || !event.history) return;
  redraw(shown.history, history(event.history, stateLabel, clock, undoButton(work)), lost);
  if (!shown.moves.querySelector("form:not([data-done])")) {
    redraw(shown.moves, moveSection(work), lost);
  }
  if (!mayReschedule(event)) redraw(shown.times, [], lost);
  else if (isUntouched(shown.times, draft.place)) {
    redraw(shown.times, rescheduleSection(work), lost);
  }
  if (mayCorrect(event) && isUntouched(shown.correction, draft.correction)) {
    redraw(shown.correction, correctionSection(work), lost);
  }
}

/** `typed`: whether something is typed there that was not sent. */
function isUntouched(section: HTMLElement, typed: boolean) {
  return !typed && !section.querySelector("details[open]");
}

/** Closes a form that is open, what is typed kept; whether there was one. */
export function letFormBe({ moves, times, correction }: Frame) {
  const folded = [times, correction].map((section) => section.querySelector("details[open]"));
  const open = [moves.querySelector("form"), ...folded];
  const first = open.find((form) => form?.contains(document.activeElement));
  const form = first ?? open.find(Boolean);
  form?.dispatchEvent(new Event("letbe"));
  return Boolean(form);
}
