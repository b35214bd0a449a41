/** The states of slots: pure, from the API's answer and the store's appointments. */
import { isolated } from "../core/i18n.ts";
import type { Statuses } from "../core/statuses.ts";
import type { CalendarEvent } from "../core/types.ts";

type SlotState = "free" | "taken" | "held" | "past" | "closed";

/** A proposed time. `taken_by`: the patient, if known. */
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

/** A slot, or a chosen time that is not one of them. */
export interface ShownSlot {
  start: string;
  end?: string;
  state: SlotState | "other";
  held_by?: { name: string };
  taken_by?: string;
}

const USUAL_LENGTH_MS = 15 * 60_000;

/** Appointments that take the doctor's time; OPD appointments wait in a queue and take none. */
export function activeAppointments(events: CalendarEvent[], statuses: Statuses) {
  return events.filter(
    ({ status, extendedProps }) =>
      statuses.is(status, "active") && extendedProps.appointment.kind === "appointment",
  );
}

/**
 * The slots as they are now. `loaded`: as the server sent them; `active`: the appointments that take time, null
 * while they are not loaded; `now`: milliseconds; `slotMinutes`: the length of one, null if they differ.
 */
export function currentSlots(
  loaded: Slot[],
  active: CalendarEvent[] | null,
  now: number,
  slotMinutes: number | null = null,
): Slot[] {
  return loaded.map((slot) => {
    if (slot.state === "past" || lastCall(slot, slotMinutes) <= now)
      return { ...slot, state: "past" };
    if (slot.state === "closed" || !active) return slot;
    const other = active.find((event) => overlap(event, slot));
    if (other)
      return { ...slot, state: "taken", taken_by: isolated(other.extendedProps.patient.name) };
    return { ...slot, state: slot.state === "held" ? "held" : "free" };
  });
}

/**
 * Until when a time can be booked (milliseconds): until the slot with which it begins is over, or
 * itself.
 */
function lastCall({ start, end }: Times, slotMinutes: number | null) {
  const slotEnd = Date.parse(start) + (slotMinutes ?? Infinity) * 60_000;
  return Math.min(Date.parse(end), slotEnd);
}

/** Times that only touch do not overlap. */
export function overlap(one: Times, other: Times) {
  return (
    Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end)
  );
}

/** The end of an appointment that starts then: that of the slot, or by the slots' length; undefined without slots. */
export function endOf(slots: Slot[], start: string) {
  const proposed = slots.find((slot) => sameMoment(slot.start, start));
  if (proposed || !slots.length) return proposed?.end;
  const length = Date.parse(slots[0].end) - Date.parse(slots[0].start);
  return new Date(Date.parse(start) + length).toISOString();
}

/** Assumes the usual length if the end is not known. */
export function withEnd({ start, end }: { start: string; end?: string }): Times {
  return { start, end: end ?? new Date(Date.parse(start) + USUAL_LENGTH_MS).toISOString() };
}

/** The first free slots from `start` on, then the last ones before it. */
export function nearestFree(slots: Slot[], start: string, count: number) {
  const free = slots.filter(({ state }) => state === "free");
  const later = free.filter((slot) => Date.parse(slot.start) >= Date.parse(start));
  const earlier = free.filter((slot) => Date.parse(slot.start) < Date.parse(start)).reverse();
  return [...later, ...earlier].slice(0, count);
}

export function sameMoment(one: string, other: string) {
  return Date.parse(one) === Date.parse(other);
}

/** The slots, with the chosen time among them if it is not one of them. */
export function withChosen(slots: Slot[], chosen: string | null): ShownSlot[] {
  if (chosen === null || slots.some(({ start }) => sameMoment(start, chosen))) return slots;
  const all: ShownSlot[] = [...slots, { start: chosen, state: "other" }];
  return all.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
