/** Booking begins where the calendar is empty: a click or a length drawn opens the booking page. */
import { byId } from "../dom.js";
import { messages } from "../messages.js";
import { toast } from "../toast.js";
import { bookingAddress } from "./booking-address.js";

/**
 * @param {object} parts
 * @param {import("../time.js").Clock} parts.clock
 * @param {() => {doctor: number[]}} parts.filters
 * @param {boolean} parts.anyTime whether this user may book what lies in the past
 * @returns {import("./grid-options.js").GridOptions["onBook"]}
 */
export function bookingFrom({ clock, filters, anyTime }) {
  return ({ doctor, start, end }) => {
    if (Date.parse(start) < Date.now() && !anyTime) return toast(messages.pastTime);
    const chosen = filters().doctor;
    const { bookingPage = "", visitTypes = "[]" } = byId("board-body").dataset;
    location.assign(
      bookingAddress({
        page: bookingPage,
        date: clock.date(start),
        start,
        end,
        doctor: doctor ?? (chosen.length === 1 ? chosen[0] : undefined),
        visitTypes: JSON.parse(visitTypes),
      }),
    );
  };
}
