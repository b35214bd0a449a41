/** Renders the panel's sections, each by itself; a form in which something is typed is left as it is. */
import { correctionSection } from "./correction.ts";
import { facts, head, history, type Frame } from "./details-view.ts";
import { rescheduleSection } from "./reschedule-form.ts";
import { redraw } from "./section.ts";
import { statusSection, undoButton } from "./status-form.ts";
import type { CalendarEvent, PageConfig } from "../../core/types.ts";
import type { Work } from "./changes.ts";

interface RenderSectionsParts {
  work: Work;
  mayCorrect: (event: CalendarEvent) => boolean;
  patientFacts: PageConfig["patientFacts"];
  /** Empty if this user may not book. */
  bookingPage: string;
  /** Called if the section that had the focus has no control left. */
  onFocusLost: () => void;
}

export function renderSections(
  frame: Frame,
  event: CalendarEvent,
  { work, mayCorrect, patientFacts, bookingPage, onFocusLost }: RenderSectionsParts,
) {
  const { clock, statuses, mayReschedule, draft } = work;
  const parts = { stateLabel: statuses.label, clock, patientFacts, bookingPage };
  redraw(frame.head, head(event, parts), onFocusLost);
  redraw(frame.facts, facts(event, clock), onFocusLost);
  if (!event.allowed || !event.history) return;
  const entries = history(event.history, statuses.label, clock, undoButton(work));
  redraw(frame.history, entries, onFocusLost);
  if (!frame.status.querySelector("form:not([data-done])")) {
    redraw(frame.status, statusSection(work), onFocusLost);
  }
  if (!mayReschedule(event)) redraw(frame.reschedule, [], onFocusLost);
  else if (isUntouched(frame.reschedule, draft.reschedule)) {
    redraw(frame.reschedule, rescheduleSection(work), onFocusLost);
  }
  if (mayCorrect(event) && isUntouched(frame.correction, draft.correction)) {
    redraw(frame.correction, correctionSection(work), onFocusLost);
  }
}

/** `typed`: whether the section's form has unsent input. */
function isUntouched(section: HTMLElement, typed: boolean) {
  return !typed && !section.querySelector("details[open]");
}

/** Closes an open form and keeps its input; returns whether there was one. */
export function cancelForm({ status, reschedule, correction }: Frame) {
  const opened = [reschedule, correction].map((section) => section.querySelector("details[open]"));
  const open = [status.querySelector("form"), ...opened];
  const focused = open.find((form) => form?.contains(document.activeElement));
  const form = focused ?? open.find(Boolean);
  form?.dispatchEvent(new Event("cancel"));
  return Boolean(form);
}
