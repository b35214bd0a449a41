/** The transitions of an appointment as buttons: their labels, their order, and which one undoes the last. */
import { messages } from "../core/messages.ts";
import type { Statuses } from "../core/statuses.ts";
import type { CalendarEvent } from "../core/types.ts";

/** The API's limit of a reason (characters). */
export const MAX_REASON = 500;

/** The first of these that is allowed is the main button. */
const MAIN = ["COMPLETED", "IN_PROGRESS", "CHECKED_IN"];
const NEEDS_REASON = new Set(["CANCELLED"]);

interface TransitionButton {
  to: string;
  label: string;
  style: "main" | "other" | "danger";
  needsReason: boolean;
}

/** The main transition first, then others, cancelling, and undoing last. `allowed`: statuses. */
export function transitionButtons(
  from: string,
  allowed: string[],
  statuses: Statuses,
): TransitionButton[] {
  const onward = allowed.filter((to) => !statuses.isUndo(from, to));
  const main = from === "SCHEDULED" ? "CHECKED_IN" : MAIN.find((to) => onward.includes(to));
  const order = (to: string) =>
    to === main ? 0 : to === "CANCELLED" ? 2 : statuses.isUndo(from, to) ? 3 : 1;
  return [...allowed]
    .sort((a, b) => order(a) - order(b))
    .map((to) => ({
      to,
      label: transitionLabel(from, to),
      style: to === main ? "main" : to === "CANCELLED" ? "danger" : "other",
      needsReason: NEEDS_REASON.has(to),
    }));
}

/** The transition that undoes the last one, if it is allowed. `event`: with its history. */
export function undoOf(
  { status, history = [], allowed = [] }: CalendarEvent,
  statuses: Statuses,
): { to: string; label: string } | null {
  const last = history.findLast(({ from, to }) => from && from !== to);
  const back = last?.from ?? "";
  const isUndo = last?.to === status && statuses.isUndo(status, back);
  return isUndo && allowed.includes(back)
    ? { to: back, label: transitionLabel(status, back) }
    : null;
}

function transitionLabel(from: string, to: string): string {
  return (messages.transitions as Record<string, string>)[`${from}>${to}`] ?? to;
}
