/** The booking page for a time that was clicked or drawn, with all that is known of it. */
import { queryString } from "../core/api.ts";

interface Wanted {
  /** The booking page's own address. */
  page: string;
  /** YYYY-MM-DD. */
  date: string;
  /** ISO 8601. */
  start: string;
  doctor?: number;
  /** Where a length was drawn; the page chooses the visit that fills it. */
  end?: string;
}

export function bookingAddress({ page, date, start, doctor, end }: Wanted): string {
  return page + queryString({ doctor, date, start, end });
}
