/** Booking begins where the calendar is empty: a click or a length drawn opens the booking page. */
import { byId } from "../core/dom.js";
import { messages } from "../core/messages.js";
import { toast } from "../shell/toast.js";
import { bookingAddress } from "./booking-address.js";

/**
 * @param {object} parts
 * @param {import("../core/clock.js").Clock} parts.clock
 * @param {() => {doctor: number[]}} parts.filters
 * @param {boolean} parts.anyTime whether this user may book what is past or closed
 * @param {(doctor: number | undefined, moment: string) => import("./closed-hours.js").Shade | undefined} parts.shadeAt
 * @returns {import("./fullcalendar/options.js").GridOptions["onBook"]}
 */
export function bookingFrom({ clock, filters, anyTime, shadeAt }) {
  return ({ doctor: column, start, end }) => {
    const chosen = filters().doctor;
    const doctor = column ?? (chosen.length === 1 ? chosen[0] : undefined);
    const why = anyTime ? "" : refusal(start, shadeAt(doctor, start));
    if (why) return toast(why);
    const { bookingPage = "" } = byId("board-body").dataset;
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
 * Why nobody books there without a right of their own; empty where anybody may.
 * @param {string} start ISO 8601
 * @param {import("./closed-hours.js").Shade | undefined} shade
 */
function refusal(start, shade) {
  if (Date.parse(start) < Date.now()) return messages.pastTime;
  if (!shade) return "";
  if (shade.reason === null) return messages.closedTime;
  return shade.reason ? messages.awayFor(shade.reason) : messages.awayThen;
}
