/** The booking page for a time that was clicked or drawn, with all that is known of it. */
import { queryString } from "../core/api.js";

/**
 * @param {object} wanted
 * @param {string} wanted.page the booking page's own address
 * @param {string} wanted.date YYYY-MM-DD
 * @param {string} wanted.start ISO 8601
 * @param {number} [wanted.doctor]
 * @param {string} [wanted.end] where a length was drawn; the page chooses the visit that fills it
 * @returns {string}
 */
export function bookingAddress({ page, date, start, doctor, end }) {
  return page + queryString({ doctor, date, start, end });
}
