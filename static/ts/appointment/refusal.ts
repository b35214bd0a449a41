/** Sentences about an appointment: whose it is, and why a change was refused. */
import { nameText } from "../core/patient.ts";
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Failure } from "../core/api.ts";

const MAX_OFFERS = 4;

/** The text, with the patient's name. */
export function about({ extendedProps: { patient } }: CalendarEvent, text: string) {
  return messages.about(nameText(patient), text);
}

/**
 * A refusal in words, with the free times that the server offers as buttons. `take`:
 * called with the chosen time.
 */
export function refusal(
  error: Failure,
  clock: Clock,
  take: (times: { start: string; end: string }) => void,
): { text: string; actions: { label: string; run: () => void }[] } {
  if (error.code === "stale") return { text: messages.stale, actions: [] };
  const offers = error.body?.next_free ?? [];
  return {
    text: error.message,
    actions: offers
      .slice(0, MAX_OFFERS)
      .map((times) => ({ label: clock.moment(times.start), run: () => take(times) })),
  };
}
