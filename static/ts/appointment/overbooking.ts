/** Overbooking: offered to users with the right when rescheduling is refused because the time is taken. */
import { can, readConfig } from "../core/config.ts";
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Changes } from "./api.ts";
import type { Failure } from "../core/api.ts";

interface Overbooking {
  clock: Clock;
  /** Throws if it is refused. */
  send: (asked: Changes) => Promise<void>;
  /** Shows that the form could not be loaded. */
  fail: (text: string) => void;
  /** Shows that another desk changed it first. */
  tooLate: (error: Failure) => void | Promise<void>;
  mayOverbook?: () => boolean;
}

/** The button that offers overbooking; none if it would not help. `error`: the ApiError of `wanted`. */
export function overbookOffer(
  error: Failure,
  event: CalendarEvent,
  wanted: Changes,
  parts: Overbooking,
): { label: string; run: () => Promise<void> }[] {
  const { clock, send, fail, tooLate, mayOverbook = userMayOverbook } = parts;
  if (wanted.overbook || !conflictsWithOthersOnly(error, event) || !mayOverbook()) return [];
  const run = async () => {
    try {
      const { askToOverbook } = await import("./overbook-form.ts");
      const doctor = otherDoctor(error, event, wanted);
      askToOverbook({ event, wanted, clock, doctor, refused: error.message, send, tooLate });
    } catch {
      fail(messages.offline);
    }
  };
  return [{ label: messages.overbook, run }];
}

/**
 * The changes that overbook an appointment's former time again when rescheduling is undone; without
 * them the time would be refused as taken. Empty if it was not overbooked or the user lacks the
 * right. `reason`: for the history.
 */
export function overbookedAgain(
  { extendedProps }: CalendarEvent,
  reason: string,
  mayOverbook: () => boolean = userMayOverbook,
): Changes {
  return extendedProps.appointment.overbooked && mayOverbook() ? { overbook: true, reason } : {};
}

/** The other doctor's name, from the conflicts; undefined if the doctor stays the same. */
function otherDoctor(
  { body }: Failure,
  event: CalendarEvent,
  { doctor }: Changes,
): string | undefined {
  if (!doctor || doctor === event.extendedProps.appointment.doctor?.id) return undefined;
  const conflicts = body?.conflicts ?? [];
  const doctors = conflicts.map(({ extendedProps }) => extendedProps.appointment.doctor);
  return doctors.find((each) => each?.id === doctor)?.name;
}

/** Whether only other patients are in the way: a patient is never booked twice at one time. */
function conflictsWithOthersOnly(
  { code, body }: Failure,
  { extendedProps: { patient } }: CalendarEvent,
) {
  const conflicts = body?.conflicts ?? [];
  return (
    code === "clash" && conflicts.every((each) => each.extendedProps.patient.id !== patient.id)
  );
}

function userMayOverbook() {
  return can(readConfig(), "overbook");
}
