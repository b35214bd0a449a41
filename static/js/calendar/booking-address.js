/** The booking page for a time that was clicked or drawn, with all that is known of it. */
import { queryString } from "../api.js";

const MINUTE_MS = 60_000;

/**
 * @param {object} wanted
 * @param {string} wanted.page the booking page's own address
 * @param {string} wanted.date YYYY-MM-DD
 * @param {string} wanted.start ISO 8601
 * @param {number} [wanted.doctor]
 * @param {string} [wanted.end] where a length was drawn
 * @param {{id: number, minutes: number}[]} [wanted.visitTypes] by length
 * @returns {string}
 */
export function bookingAddress({ page, date, start, doctor, end, visitTypes = [] }) {
  const minutes = end && (Date.parse(end) - Date.parse(start)) / MINUTE_MS;
  const type = minutes ? visitTypeFor(minutes, visitTypes) : undefined;
  return page + queryString({ doctor, date, start, visit_type: type?.id });
}

/**
 * The shortest kind of visit that lasts as long as was drawn, else the longest there is.
 * @param {number} minutes
 * @param {{id: number, minutes: number}[]} visitTypes by length
 */
export function visitTypeFor(minutes, visitTypes) {
  return visitTypes.find((type) => type.minutes >= minutes) ?? visitTypes.at(-1);
}
