/** A taken time given twice: offered where a move is refused, to whoever may, who is asked why. */
import { can, readConfig } from "../core/config.ts";
import { messages } from "../core/messages.ts";
import type { Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Changes } from "./api.ts";

interface Overbooking {
  clock: Clock;
  /** Throws where it is refused. */
  send: (asked: Changes) => Promise<void>;
  /** Says that it could not be asked. */
  fail: (text: string) => void;
  /** Says that another desk was first, and goes on from there. */
  tooLate: (error: Failure) => void | Promise<void>;
  mayOverbook?: () => boolean;
}

/** `event` was to go there. No actions where overbooking cannot help. */
export function overbookOffer(
  error: Failure,
  event: CalendarEvent,
  wanted: Changes,
  parts: Overbooking,
): { label: string; run: () => Promise<void> }[] {
  const { clock, send, fail, tooLate, mayOverbook = mayUser } = parts;
  if (wanted.overbook || !isDoctorsTime(error, event) || !mayOverbook()) return [];
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
 * What asks for an appointment's former time again where that was given twice: another start or end
 * is otherwise a time like any other, and taken. Nothing where it was not, or the user may not.
 * The history keeps the reason.
 */
export function overbookedAgain(
  { extendedProps }: CalendarEvent,
  reason: string,
  mayOverbook: () => boolean = mayUser,
): Changes {
  return extendedProps.appointment.overbooked && mayOverbook() ? { overbook: true, reason } : {};
}

/**
 * The name of the doctor whose time it was to become, by those who are in the way there.
 * Undefined where it stays with its doctor.
 */
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

/** Whether others alone are in the way: a patient is never in two places. */
function isDoctorsTime({ code, body }: Failure, { extendedProps: { patient } }: CalendarEvent) {
  const conflicts = body?.conflicts ?? [];
  return (
    code === "clash" && conflicts.every((each) => each.extendedProps.patient.id !== patient.id)
  );
}

function mayUser() {
  return can(readConfig(), "overbook");
}
