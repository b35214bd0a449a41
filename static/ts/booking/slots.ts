/** What stands against each proposed time: pure, from what was read and what the store holds. */
import type { CalendarEvent } from "../core/types.ts";

type SlotState = "free" | "taken" | "held" | "past" | "closed";

/** A held one says by whom and until when, a taken one by which patient where that is known. */
export interface Slot {
  start: string;
  end: string;
  state: SlotState;
  held_by?: { id: number; name: string };
  held_until?: string;
  taken_by?: string;
}

export interface Times {
  start: string;
  end: string;
}

/** A slot, or a chosen time that is none of them. */
export interface Shown {
  start: string;
  end?: string;
  state: SlotState | "other";
  held_by?: { name: string };
  taken_by?: string;
}

const USUAL_LENGTH_MS = 15 * 60_000;

/** States that take the doctor's time. */
const ACTIVE_STATES = new Set(["SCHEDULED", "CHECKED_IN", "IN_PROGRESS", "COMPLETED"]);

/** Booked appointments that take the doctor's time; walk-ins wait in a queue and take none. */
export function takingTime(events: CalendarEvent[]) {
  return events.filter(
    ({ status, extendedProps }) =>
      ACTIVE_STATES.has(status) && extendedProps.appointment.kind === "appointment",
  );
}

/**
 * The slots as they stand now: `read` says when the doctor works and what was held, `events` says
 * who has booked since; null while that is not known. `now` is in milliseconds.
 */
export function currentSlots(read: Slot[], events: CalendarEvent[] | null, now: number): Slot[] {
  const booked = events && takingTime(events);
  return read.map((slot) => {
    if (Date.parse(slot.start) < now) return { ...slot, state: "past" };
    if (slot.state === "closed" || !booked) return slot;
    const other = booked.find((event) => overlap(event, slot));
    if (other) return { ...slot, state: "taken", taken_by: other.extendedProps.patient.name };
    return { ...slot, state: slot.state === "held" ? "held" : "free" };
  });
}

/** Half-open: times that only touch do not overlap. */
export function overlap(one: Times, other: Times) {
  return (
    Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end)
  );
}

/**
 * When a visit that starts then ends: like the proposed time, else after the length that all of
 * them have; undefined where none is proposed.
 */
export function endOf(slots: Slot[], start: string) {
  const proposed = slots.find((slot) => sameMoment(slot.start, start));
  if (proposed || !slots.length) return proposed?.end;
  const length = Date.parse(slots[0].end) - Date.parse(slots[0].start);
  return new Date(Date.parse(start) + length).toISOString();
}

/** Where a visit's end is not known, the usual length stands for it. */
export function withEnd({ start, end }: { start: string; end?: string }): Times {
  return { start, end: end ?? new Date(Date.parse(start) + USUAL_LENGTH_MS).toISOString() };
}

/** The first free slots at or after a moment, then those before it. */
export function nearestFree(slots: Slot[], start: string, count: number) {
  const free = slots.filter(({ state }) => state === "free");
  const later = free.filter((slot) => Date.parse(slot.start) >= Date.parse(start));
  const earlier = free.filter((slot) => Date.parse(slot.start) < Date.parse(start)).reverse();
  return [...later, ...earlier].slice(0, count);
}

/** Whether both are the same moment. */
export function sameMoment(one: string, other: string) {
  return Date.parse(one) === Date.parse(other);
}

/** A chosen time that is none of the proposed ones stands among them. */
export function withChosen(slots: Slot[], chosen: string | null): Shown[] {
  if (chosen === null || slots.some(({ start }) => sameMoment(start, chosen))) return slots;
  const all: Shown[] = [...slots, { start: chosen, state: "other" }];
  return all.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
