/** What the calendar shows, to and from the page's address, so that a link opens the same view. */

/**
 * @typedef {"month" | "week" | "day" | "doctors" | "list"} View
 *
 * @typedef {object} Filters
 * @property {number[]} doctor
 * @property {number[]} department
 * @property {string[]} status
 * @property {"" | "appointment" | "opd"} kind
 *
 * @typedef {object} Place
 * @property {View} view
 * @property {string} date YYYY-MM-DD, empty for today
 * @property {Filters} filters
 * @property {string} open the id of the appointment whose details are open, or empty
 */

/** @type {View[]} */
const VIEWS = ["month", "week", "day", "doctors", "list"];
const KINDS = ["appointment", "opd"];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** So many have room for names in a week. */
export const FEW_DOCTORS = 2;
const EVENT_ID = /^(opd-)?\d+$/;

/**
 * Reads an address; what it does not understand it leaves out.
 * @param {string} search the address from its question mark on
 * @param {View} firstView where the address names none
 * @returns {Place}
 */
export function readAddress(search, firstView) {
  const params = new URLSearchParams(search);
  const view = /** @type {View} */ (params.get("view"));
  const date = params.get("date") ?? "";
  const open = params.get("open") ?? "";
  const kind = params.get("kind") ?? "";
  return {
    view: VIEWS.includes(view) ? view : firstView,
    date: DATE.test(date) && !Number.isNaN(Date.parse(date)) ? date : "",
    filters: {
      doctor: numbers(params.getAll("doctor")),
      department: numbers(params.getAll("department")),
      status: params.getAll("status"),
      kind: KINDS.includes(kind) ? /** @type {Filters["kind"]} */ (kind) : "",
    },
    open: EVENT_ID.test(open) ? open : "",
  };
}

/**
 * What a calendar begins with: a phone with the list, a doctor with the own week, a wide desk that
 * looks at a department with its doctors side by side, any other desk with the day of all, walk-ins
 * that wait for any doctor among them.
 * @param {string} search the address from its question mark on
 * @param {object} user
 * @param {boolean} user.phone
 * @param {number | null} user.doctor where a doctor has signed in
 * @param {(filters: Filters) => boolean} user.sideBySide whether there is room for those doctors
 * @returns {Place}
 */
export function firstPlace(search, { phone, doctor, sideBySide }) {
  const place = readAddress(search, phone ? "list" : "day");
  const { filters } = place;
  if (new URLSearchParams(search).has("view")) return place;
  if (doctor && !filters.doctor.length && !filters.department.length) filters.doctor = [doctor];
  const few = filters.doctor.length > 0 && filters.doctor.length <= FEW_DOCTORS;
  if (few && !phone) return { ...place, view: "week" };
  return filters.department.length && sideBySide(filters) ? { ...place, view: "doctors" } : place;
}

/**
 * @param {Place} place
 * @returns {string} the address from its question mark on
 */
export function writeAddress({ view, date, filters, open }) {
  const params = new URLSearchParams({ view });
  if (date) params.set("date", date);
  for (const key of /** @type {const} */ (["doctor", "department", "status"])) {
    for (const value of filters[key]) params.append(key, String(value));
  }
  if (filters.kind) params.set("kind", filters.kind);
  if (open) params.set("open", open);
  return `?${params}`;
}

/** Whether one day is all that is shown. @param {Place} place */
export function isOneDay({ view }) {
  return view === "day" || view === "doctors";
}

/**
 * The day that one looks at, also in a week or a list; empty for today, and in a month.
 * @param {Place} place
 */
export function dayOf({ view, date }) {
  return view === "month" ? "" : date;
}

/** @param {string[]} texts */
function numbers(texts) {
  return texts.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
}
