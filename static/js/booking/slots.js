/** What stands against each proposed time: pure, from what was read and what the store holds. */

/**
 * @typedef {"free" | "taken" | "held" | "past" | "closed"} SlotState
 * @typedef {{start: string, end: string, state: SlotState, held_by?: {id: number, name: string},
 *   held_until?: string, taken_by?: string}} Slot a held one says by whom and until when, a taken
 *   one by which patient where that is known
 * @typedef {{start: string, end: string}} Times
 * @typedef {{start: string, end?: string, state: SlotState | "other", held_by?: {name: string},
 *   taken_by?: string}} Shown a slot, or a chosen time that is none of them
 */

const USUAL_LENGTH_MS = 15 * 60_000;

/** States that take the doctor's time. */
const ACTIVE_STATES = new Set(["SCHEDULED", "CHECKED_IN", "IN_PROGRESS", "COMPLETED"]);

/**
 * Booked appointments that take the doctor's time; walk-ins wait in a queue and take none.
 * @param {import("../core/types.js").CalendarEvent[]} events
 */
export function takingTime(events) {
  return events.filter(
    ({ status, extendedProps }) =>
      ACTIVE_STATES.has(status) && extendedProps.appointment.kind === "appointment",
  );
}

/**
 * The slots as they stand now: `read` says when the doctor works and what was held, `events`
 * says who has booked since; null while that is not known.
 * @param {Slot[]} read
 * @param {import("../core/types.js").CalendarEvent[] | null} events
 * @param {number} now milliseconds
 * @returns {Slot[]}
 */
export function currentSlots(read, events, now) {
  const booked = events && takingTime(events);
  return read.map((slot) => {
    if (Date.parse(slot.start) < now) return { ...slot, state: "past" };
    if (slot.state === "closed" || !booked) return slot;
    const other = booked.find((event) => overlap(event, slot));
    if (other) return { ...slot, state: "taken", taken_by: other.extendedProps.patient.name };
    return { ...slot, state: slot.state === "held" ? "held" : "free" };
  });
}

/**
 * Half-open: times that only touch do not overlap.
 * @param {Times} one
 * @param {Times} other
 */
export function overlap(one, other) {
  return (
    Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end)
  );
}

/**
 * When a visit that starts then ends: like the proposed time, else after the length that all of
 * them have; undefined where none is proposed.
 * @param {Slot[]} slots
 * @param {string} start
 */
export function endOf(slots, start) {
  const proposed = slots.find((slot) => sameMoment(slot.start, start));
  if (proposed || !slots.length) return proposed?.end;
  const length = Date.parse(slots[0].end) - Date.parse(slots[0].start);
  return new Date(Date.parse(start) + length).toISOString();
}

/**
 * Where a visit's end is not known, the usual length stands for it.
 * @param {{start: string, end?: string}} times
 * @returns {Times}
 */
export function withEnd({ start, end }) {
  return { start, end: end ?? new Date(Date.parse(start) + USUAL_LENGTH_MS).toISOString() };
}

/**
 * The first free slots at or after a moment, then those before it.
 * @param {Slot[]} slots
 * @param {string} start
 * @param {number} count
 */
export function nearestFree(slots, start, count) {
  const free = slots.filter(({ state }) => state === "free");
  const later = free.filter((slot) => Date.parse(slot.start) >= Date.parse(start));
  const earlier = free.filter((slot) => Date.parse(slot.start) < Date.parse(start)).reverse();
  return [...later, ...earlier].slice(0, count);
}

/** @param {string} one @param {string} other whether both are the same moment */
export function sameMoment(one, other) {
  return Date.parse(one) === Date.parse(other);
}

/**
 * A chosen time that is none of the proposed ones stands among them.
 * @param {Slot[]} slots
 * @param {string | null} chosen
 * @returns {Shown[]}
 */
export function withChosen(slots, chosen) {
  if (chosen === null || slots.some(({ start }) => sameMoment(start, chosen))) return slots;
  /** @type {Shown[]} */
  const all = [...slots, { start: chosen, state: "other" }];
  return all.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
