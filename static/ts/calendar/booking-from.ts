/** Booking begins where the calendar is empty: a click or a length drawn opens the booking page. */
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { toast } from "../shell/toast.ts";
import { bookingAddress } from "./booking-address.ts";
import type { Clock } from "../core/clock.ts";
import type { Shade } from "./closed-hours.ts";
import type { GridOptions } from "./types.ts";

interface BookingFromParts {
  clock: Clock;
  filters: () => { doctor: number[] };
  /** Whether this user may book what is past or closed. */
  anyTime: boolean;
  shadeAt: (doctor: number | undefined, moment: string) => Shade | undefined;
}

export function bookingFrom({
  clock,
  filters,
  anyTime,
  shadeAt,
}: BookingFromParts): GridOptions["onBook"] {
  return ({ doctor: column, start, end }) => {
    const chosen = filters().doctor;
    const doctor = column ?? (chosen.length === 1 ? chosen[0] : undefined);
    const why = anyTime ? "" : refusal(start, shadeAt(doctor, start));
    if (why) return toast(why);
    const { bookingPage = "" } = byId("calendar-body").dataset;
    location.assign(
      bookingAddress({
        page: bookingPage,
        date: clock.date(start),
        start,
        end,
        doctor,
      }),
    );
  };
}

/**
 * Why nobody books there without a right of their own; empty where anybody may. `start`: ISO 8601.
 */
function refusal(start: string, shade: Shade | undefined) {
  if (Date.parse(start) < Date.now()) return messages.pastTime;
  if (!shade) return "";
  if (shade.reason === null) return messages.closedTime;
  return shade.reason ? messages.awayFor(shade.reason) : messages.awayThen;
}
