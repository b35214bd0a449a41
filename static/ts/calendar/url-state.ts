/** What the calendar shows, to and from the page's address, so that a link opens the same view. */

export type View = "month" | "week" | "day" | "doctors" | "list";

export interface FilterValues {
  doctor: number[];
  department: number[];
  status: string[];
  kind: "" | "appointment" | "opd";
}

export interface Place {
  view: View;
  /** YYYY-MM-DD, empty for today. */
  date: string;
  filters: FilterValues;
  /** The id of the appointment whose details are open, or empty. */
  open: string;
}

const VIEWS: View[] = ["month", "week", "day", "doctors", "list"];
const KINDS = ["appointment", "opd"];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** So many have room for names in a week. */
export const FEW_DOCTORS = 2;
const EVENT_ID = /^(opd-)?\d+$/;

/**
 * Reads an address; what it does not understand it leaves out. `search` begins at the question
 * mark; `firstView` is for an address that names none.
 */
export function readAddress(search: string, firstView: View): Place {
  const params = new URLSearchParams(search);
  const view = params.get("view") as View;
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
      kind: KINDS.includes(kind) ? (kind as FilterValues["kind"]) : "",
    },
    open: EVENT_ID.test(open) ? open : "",
  };
}

interface User {
  phone: boolean;
  /** Where a doctor has signed in. */
  doctor: number | null;
  /** Whether there is room for those doctors. */
  sideBySide: (filters: FilterValues) => boolean;
}

/**
 * What a calendar begins with: a phone with the list, a doctor with the own week, a wide desk that
 * looks at a department with its doctors side by side, any other desk with the day of all, walk-ins
 * that wait for any doctor among them. `search` begins at the address's question mark.
 */
export function firstPlace(search: string, { phone, doctor, sideBySide }: User): Place {
  const place = readAddress(search, phone ? "list" : "day");
  const { filters } = place;
  if (new URLSearchParams(search).has("view")) return place;
  if (doctor && !filters.doctor.length && !filters.department.length) filters.doctor = [doctor];
  const few = filters.doctor.length > 0 && filters.doctor.length <= FEW_DOCTORS;
  if (few && !phone) return { ...place, view: "week" };
  return filters.department.length && sideBySide(filters) ? { ...place, view: "doctors" } : place;
}

/** The address from its question mark on. */
export function writeAddress({ view, date, filters, open }: Place): string {
  const params = new URLSearchParams({ view });
  if (date) params.set("date", date);
  for (const key of ["doctor", "department", "status"] as const) {
    for (const value of filters[key]) params.append(key, String(value));
  }
  if (filters.kind) params.set("kind", filters.kind);
  if (open) params.set("open", open);
  return `?${params}`;
}

/** Whether one day is all that is shown. */
export function isOneDay({ view }: Place) {
  return view === "day" || view === "doctors";
}

/** The day that one looks at, also in a week or a list; empty for today, and in a month. */
export function dayOf({ view, date }: Place) {
  return view === "month" ? "" : date;
}

function numbers(texts: string[]) {
  return texts.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
}
