/** Opens the booking page when empty time is clicked or selected, or says why it cannot be booked. */
import { queryString } from "../core/api.ts";
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { toast } from "../shell/toast.ts";
import type { Clock } from "../core/clock.ts";
import type { Shade } from "./closed-hours.ts";
import type { GridOptions } from "./types.ts";

/** A slot can be booked until its end; the server knows its length. */
const USUAL_SLOT_MS = 15 * 60_000;

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
export function refusal(start: string, shade: Shade | undefined) {
  if (Date.parse(start) + USUAL_SLOT_MS <= Date.now()) return messages.pastTime;
  if (!shade) return "";
  if (shade.reason === null) return messages.closedTime;
  return shade.reason ? messages.awayFor(shade.reason) : messages.awayThen;
}

interface BookingAddressParts {
  /** The booking page's own address. */
  page: string;
  /** YYYY-MM-DD. */
  date: string;
  /** ISO 8601. */
  start: string;
  doctor?: number;
  /** The end of a selection; the booking page chooses a visit type of that length. */
  end?: string;
}

/** The address of the booking page for a time that was clicked or selected. */
export function bookingAddress({ page, date, start, doctor, end }: BookingAddressParts): string {
  return page + queryString({ doctor, date, start, end });
}
