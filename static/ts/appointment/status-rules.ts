/** What the buttons that change a state are called, and which of them comes first. */
import { messages } from "../core/messages.ts";
import type { CalendarEvent } from "../core/types.ts";

/** As long as the API takes a reason (characters). */
export const MAX_REASON = 500;

/** The usual way of a visit; the first of these that is allowed is the main button. */
const WAY_ON = ["COMPLETED", "IN_PROGRESS", "CHECKED_IN"];
const UNDO = new Set([
  "CHECKED_IN>SCHEDULED",
  "IN_PROGRESS>CHECKED_IN",
  "COMPLETED>IN_PROGRESS",
  "NO_SHOW>SCHEDULED",
  "NO_SHOW>CHECKED_IN",
  "CANCELLED>SCHEDULED",
]);
const NEEDS_REASON = new Set(["CANCELLED"]);

/** The allowed moves as buttons, the usual one first, undoing last. `allowed`: states. */
export function transitionButtons(
  from: string,
  allowed: string[],
): { to: string; label: string; style: "main" | "other" | "danger"; needsReason: boolean }[] {
  const onward = allowed.filter((to) => !UNDO.has(`${from}>${to}`));
  const main = from === "SCHEDULED" ? "CHECKED_IN" : WAY_ON.find((to) => onward.includes(to));
  const order = (to: string) =>
    to === main ? 0 : to === "CANCELLED" ? 2 : UNDO.has(`${from}>${to}`) ? 3 : 1;
  return [...allowed]
    .sort((a, b) => order(a) - order(b))
    .map((to) => ({
      to,
      label: transitionLabel(from, to),
      style: to === main ? "main" : to === "CANCELLED" ? "danger" : "other",
      needsReason: NEEDS_REASON.has(to),
    }));
}

/** The move that takes back the last one, where it is allowed. `event`: with its history. */
export function undoOf({
  status,
  history = [],
  allowed = [],
}: CalendarEvent): { to: string; label: string } | null {
  const last = history.findLast(({ from, to }) => from && from !== to);
  const back = last?.from ?? "";
  if (last?.to !== status || !UNDO.has(`${status}>${back}`) || !allowed.includes(back)) return null;
  return { to: back, label: transitionLabel(status, back) };
}

/** Whether a move can be taken back at once by whoever made it. */
export function isUndo(from: string, to: string) {
  return UNDO.has(`${to}>${from}`);
}

export function transitionLabel(from: string, to: string): string {
  return (messages.transitions as Record<string, string>)[`${from}>${to}`] ?? to;
}
