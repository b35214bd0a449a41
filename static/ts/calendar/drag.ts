/** An appointment dragged or stretched: moved at once, put back with the reason when refused. */
import { messages } from "../core/messages.ts";
import { toast } from "../shell/toast.ts";
import { overbookOffer, overbookedAgain } from "../appointment/overbooking.ts";
import { about, refusal } from "../appointment/error-text.ts";
import type { Changes, AppointmentApi } from "../appointment/api.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { DoctorTime } from "./types.ts";

interface DraggingParts {
  appointments: AppointmentApi;
  clock: Clock;
  tell?: typeof toast;
  mayOverbook?: () => boolean;
}

export function dragging({ appointments, clock, tell = toast, mayOverbook }: DraggingParts) {
  /** `event`: as it was before the drag; `putBack`: on the page. */
  return async function move(event: CalendarEvent, place: DoctorTime, putBack: () => void) {
    const before = placeOf(event);
    const wanted = change(place, before);
    const send = async (asked: Changes) => {
      const moved = await appointments.reschedule(event, asked);
      tell(about(moved, movedWords(moved, before, clock)), [
        { label: messages.undo, run: () => undo(moved, event) },
      ]);
    };
    const fails = (error: any) => {
      const { text, actions } = refusal(error, clock, (offer) =>
        move(event, { ...wanted, ...offer }, () => {}),
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
      fails(error);
    }
  };

  async function undo(moved: CalendarEvent, before: CalendarEvent) {
    const now = appointments.newest(moved);
    const overbook = overbookedAgain(before, messages.undone, mayOverbook);
    try {
      await appointments.reschedule(now, { ...change(placeOf(before), placeOf(now)), ...overbook });
      tell(about(moved, messages.undone));
    } catch (error) {
      tell(about(moved, messages.notMoved(refusal(error, clock, () => {}).text)));
    }
  }
}

/** What is asked for: another doctor only where it is another. */
function change(wanted: DoctorTime, now: DoctorTime) {
  return wanted.doctor === now.doctor ? { ...wanted, doctor: undefined } : wanted;
}

function placeOf(event: CalendarEvent): DoctorTime {
  return {
    start: event.start,
    end: event.end,
    doctor: event.extendedProps.appointment.doctor?.id,
  };
}

function movedWords(moved: CalendarEvent, before: DoctorTime, clock: Clock) {
  const { doctor } = moved.extendedProps.appointment;
  const when = clock.span(moved.start, moved.end);
  return doctor && doctor.id !== before.doctor
    ? messages.movedToDoctor(when, doctor.name)
    : messages.movedTo(when);
}
