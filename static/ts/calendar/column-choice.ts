/** Which doctors have a column, and which views have room for them. */
import type { Query } from "../core/types.ts";
import { FEW_DOCTORS, type FilterValues, type ViewState } from "./url-state.ts";

const TIMED = new Set(["week", "day"]);
/** More columns are too narrow for a name. */
export const MAX_COLUMNS = 20;
/** In place of a doctor's id: the column of walk-ins that wait for any doctor. */
export const ANY_DOCTOR = 0;
/** More lanes in one column are too narrow for a name on a desktop screen. */
const MAX_LANES = 12;

/** `doctors`: all, in the filters' order. Returns the ids of the chosen ones, or null if there are too many. */
export function columnsFor(
  doctors: { id: number; department: number }[],
  filters: { doctor: number[]; department: number[] },
): number[] | null {
  const wanted = doctors.filter(
    ({ id, department }) =>
      (!filters.doctor.length || filters.doctor.includes(id)) &&
      (!filters.department.length || filters.department.includes(department)),
  );
  return wanted.length > MAX_COLUMNS ? null : wanted.map(({ id }) => id);
}

/** The doctors of the present view state. */
export class ColumnChoice {
  #doctors: { id: number; department: number }[];
  #state: () => ViewState;
  #wide: () => boolean;

  /** `doctors`: all; `wide`: whether the window is wide enough for columns. */
  constructor(
    doctors: { id: number; department: number }[],
    state: () => ViewState,
    wide: () => boolean,
  ) {
    this.#doctors = doctors;
    this.#state = state;
    this.#wide = wide;
  }

  /** The ids of the doctors with a column; null if they are too many. */
  get columns() {
    return columnsFor(this.#doctors, this.#state().filters);
  }

  /** Whether walk-ins without a doctor are wanted beside the doctors: not if doctors or booked visits are chosen. */
  get #wantsUnassigned() {
    const { doctor, kind } = this.#state().filters;
    return !doctor.length && kind !== "appointment";
  }

  /** The columns of the doctors' view, ANY_DOCTOR last; null if the doctors are too many. */
  get shown() {
    const ids = this.columns;
    return ids && this.#wantsUnassigned ? [...ids, ANY_DOCTOR] : ids;
  }

  /** Whether these filters' doctors fit side by side. */
  sideBySide(filters: FilterValues = this.#state().filters) {
    return this.#wide() && (columnsFor(this.#doctors, filters)?.length ?? 0) > 1;
  }

  /** The view that shows a single day. */
  get dayView() {
    return this.sideBySide() || this.#state().view === "day" ? "doctors" : "day";
  }

  /**
   * The filters to load: in the doctors' view each column's doctor by id, so that the page follows
   * the doctors' own channels, which tell their hours too; null if there is no column.
   */
  get filters(): (FilterValues & Pick<Query, "without_doctor">) | null {
    const { view, filters } = this.#state();
    if (view !== "doctors") return filters;
    const doctor = this.columns;
    if (!doctor?.length) return null;
    return this.#wantsUnassigned
      ? { ...filters, doctor, without_doctor: true }
      : { ...filters, department: [], doctor };
  }

  /** The doctors whose closed hours are shaded: those with a column, or the only one of a day or week. */
  get shaded() {
    const { view } = this.#state();
    const doctor = this.columns ?? [];
    return view === "doctors" || (doctor.length === 1 && TIMED.has(view)) ? doctor : [];
  }

  /** Whether lanes are too narrow for names, so that the view shows hourly counts instead. */
  get tooNarrow() {
    const { view } = this.#state();
    const count = this.columns?.length ?? Infinity;
    return count > MAX_LANES ? TIMED.has(view) : view === "week" && count > FEW_DOCTORS;
  }
}
