/** The calendar's view state, and its form in the page's address. */
import { LAST_CALENDAR } from "../core/tab-memory.ts";

export type View = "month" | "week" | "day" | "doctors" | "list";

export interface FilterValues {
  doctor: number[];
  department: number[];
  status: string[];
  kind: "" | "appointment" | "opd";
}

export interface ViewState {
  view: View;
  /** YYYY-MM-DD, empty for today. */
  date: string;
  filters: FilterValues;
  /** The id of the appointment in the panel, or empty. */
  open: string;
}

const VIEWS: View[] = ["month", "week", "day", "doctors", "list"];
const KINDS = ["appointment", "opd"];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** The number of doctors for whose names a week has room. */
export const FEW_DOCTORS = 2;
const EVENT_ID = /^(opd-)?\d+$/;

/**
 * Reads an address and ignores invalid values. `search`: the address from its question mark on;
 * `defaultView`: used if the address names none.
 */
export function readUrl(search: string, defaultView: View): ViewState {
  const params = new URLSearchParams(search);
  const view = params.get("view") as View;
  const date = params.get("date") ?? "";
  const open = params.get("open") ?? "";
  const kind = params.get("kind") ?? "";
  return {
    view: VIEWS.includes(view) ? view : defaultView,
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

interface InitialStateParts {
  phone: boolean;
  /** The id of the doctor who is signed in, or null. */
  doctor: number | null;
  /** Whether the filters' doctors fit side by side. */
  sideBySide: (filters: FilterValues) => boolean;
}

/**
 * The state in which the calendar opens, if the address names no view: the list on a phone, a
 * doctor's own week, a department's doctors side by side on a wide screen, else everybody's day.
 * `search`: the address from its question mark on.
 */
export function initialState(
  search: string,
  { phone, doctor, sideBySide }: InitialStateParts,
): ViewState {
  const state = readUrl(search, phone ? "list" : "day");
  const { filters } = state;
  if (new URLSearchParams(search).has("view")) return state;
  if (doctor && !filters.doctor.length && !filters.department.length) filters.doctor = [doctor];
  const few = filters.doctor.length > 0 && filters.doctor.length <= FEW_DOCTORS;
  if (few && !phone) return { ...state, view: "week" };
  return filters.department.length && sideBySide(filters) ? { ...state, view: "doctors" } : state;
}

/** Returns the address from its question mark on. */
export function writeUrl({ view, date, filters, open }: ViewState): string {
  const params = new URLSearchParams({ view });
  if (date) params.set("date", date);
  for (const key of ["doctor", "department", "status"] as const) {
    for (const value of filters[key]) params.append(key, String(value));
  }
  if (filters.kind) params.set("kind", filters.kind);
  if (open) params.set("open", open);
  return `?${params}`;
}

/** Whether the view shows a single day. */
export function isOneDay({ view }: ViewState) {
  return view === "day" || view === "doctors";
}

/** The chosen day, also in a week or a list; empty for today and in a month. */
export function dayOf({ view, date }: ViewState) {
  return view === "month" ? "" : date;
}

function numbers(texts: string[]) {
  return texts.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
}

/** Writes the view state to the address, and keeps that in the tab: the calendar's link in the bar leads back to it. */
export function rememberUrl(state: ViewState) {
  const url = writeUrl(state);
  history.replaceState(null, "", url);
  sessionStorage.setItem(LAST_CALENDAR, url);
}
