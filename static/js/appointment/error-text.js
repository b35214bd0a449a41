/** What is said of a change to an appointment: whose it is, and why it was refused. */
import { messages } from "../core/messages.js";

const MAX_OFFERS = 4;

/** What is said of a patient. @param {import("../core/types.js").CalendarEvent} event @param {string} text */
export function about({ extendedProps: { patient } }, text) {
  return messages.about(patient.name, text);
}

/**
 * A refused move in words, with the times that the server offers instead.
 * @param {any} error an ApiError
 * @param {import("../core/clock.js").Clock} clock
 * @param {(times: {start: string, end: string}) => void} take books an offered time
 * @returns {{text: string, actions: {label: string, run: () => void}[]}}
 */
export function refusal(error, clock, take) {
  if (error.code === "stale") return { text: messages.stale, actions: [] };
  const offers = /** @type {{start: string, end: string}[]} */ (error.body?.next_free ?? []);
  return {
    text: error.message,
    actions: offers
      .slice(0, MAX_OFFERS)
      .map((times) => ({ label: clock.moment(times.start), run: () => take(times) })),
  };
}
