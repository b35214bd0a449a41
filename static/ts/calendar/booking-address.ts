/** The address of the booking page for a time that was clicked or selected. */
import { queryString } from "../core/api.ts";

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

export function bookingAddress({ page, date, start, doctor, end }: BookingAddressParts): string {
  return page + queryString({ doctor, date, start, end });
}
