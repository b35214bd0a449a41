/** Reschedules an appointment that was dragged or stretched; puts it back with the reason when refused. */
import { messages } from "../core/messages.ts";
import { toast } from "../shell/toast.ts";
import { overbookOffer, overbookedAgain } from "../appointment/overbooking.ts";
import { about, refusal } from "../appointment/refusal.ts";
import type { Changes, AppointmentApi } from "../appointment/api.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { DoctorTime } from "./types.ts";
import type { Failure } from "../core/api.ts";

interface DragReschedulerParts {
  appointments: AppointmentApi;
  clock: Clock;
  tell?: typeof toast;
  mayOverbook?: () => boolean;
}

export function dragRescheduler({
  appointments,
  clock,
  tell = toast,
  mayOverbook,
}: DragReschedulerParts) {
  /** `event`: as it was before the drag; `putBack`: takes back what the drag shows. */
  return async function reschedule(event: CalendarEvent, to: DoctorTime, putBack: () => void) {
    const before = timesOf(event);
    const wanted = change(to, before);
    const send = async (asked: Changes) => {
      const moved = await appointments.reschedule(event, asked);
      tell(about(moved, movedText(moved, before, clock)), [
        { label: messages.undo, run: () => undo(moved, event) },
      ]);
    };
    const fails = (error: Failure) => {
      const { text, actions } = refusal(error, clock, (offer) =>
        reschedule(event, { ...wanted, ...offer }, () => {}),
      );
      const fail = (why: string) => tell(about(event, why));
      const parts = { clock, send, fail, tooLate: fails, mayOverbook };
      const overbook = overbookOffer(error, event, wanted, parts);
      tell(about(event, messages.notMoved(text)), [...actions, ...overbook]);
    };
    try {
      await send(wanted);
    } catch (error) {
      putBack();
      fails(error as Failure);
    }
  };

  async function undo(moved: CalendarEvent, before: CalendarEvent) {
    const now = appointments.newest(moved);
    const overbook = overbookedAgain(before, messages.undone, mayOverbook);
    try {
      await appointments.reschedule(now, { ...change(timesOf(before), timesOf(now)), ...overbook });
      tell(about(moved, messages.undone));
    } catch (error) {
      tell(about(moved, messages.notMoved(refusal(error as Failure, clock, () => {}).text)));
    }
  }
}

/** The changes to ask for; `doctor` only if it is another one. */
function change(wanted: DoctorTime, now: DoctorTime) {
  return wanted.doctor === now.doctor ? { ...wanted, doctor: undefined } : wanted;
}

function timesOf(event: CalendarEvent): DoctorTime {
  return {
    start: event.start,
    end: event.end,
    doctor: event.extendedProps.appointment.doctor?.id,
  };
}

function movedText(moved: CalendarEvent, before: DoctorTime, clock: Clock) {
  const { doctor } = moved.extendedProps.appointment;
  const when = clock.span(moved.start, moved.end);
  return doctor && doctor.id !== before.doctor
    ? messages.movedToDoctor(when, doctor.name)
    : messages.movedTo(when);
}
