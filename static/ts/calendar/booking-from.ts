/** Opens the booking page when empty time is clicked or selected, or says why it cannot be booked. */
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { toast } from "../shell/toast.ts";
import { bookingAddress } from "./booking-address.ts";
import type { Clock } from "../core/clock.ts";
import type { Shade } from "./closed-hours.ts";
import type { GridOptions } from "./types.ts";

interface BookingHandlerParts {
  clock: Clock;
  filters: () => { doctor: number[] };
  /** Whether this user may book past and closed time. */
  anyTime: boolean;
  shadeAt: (doctor: number | undefined, moment: string) => Shade | undefined;
}

export function bookingHandler({
  clock,
  filters,
  anyTime,
  shadeAt,
}: BookingHandlerParts): GridOptions["onBook"] {
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

/** Why a user without special permissions cannot book a time; empty if they can. `start`: ISO 8601. */
function refusal(start: string, shade: Shade | undefined) {
  if (Date.parse(start) < Date.now()) return messages.pastTime;
  if (!shade) return "";
  if (shade.reason === null) return messages.closedTime;
  return shade.reason ? messages.awayFor(shade.reason) : messages.awayThen;
}
