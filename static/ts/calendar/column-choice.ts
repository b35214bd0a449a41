/** Which doctors stand side by side. */
import { FEW_DOCTORS, type FilterValues, type Place } from "./url-state.ts";

const TIMED = new Set(["week", "day"]);
/** More columns than these have no room for a name. */
export const MOST_COLUMNS = 20;
/** More lanes than these in one column leave a name no room at a desk. */
const MOST_LANES = 12;

/** Ids of those wanted, in the order of `doctors`; null where there are too many. */
export function columnsFor(
  doctors: { id: number; department: number }[],
  filters: { doctor: number[]; department: number[] },
): number[] | null {
  const wanted = doctors.filter(
    ({ id, department }) =>
      (!filters.doctor.length || filters.doctor.includes(id)) &&
      (!filters.department.length || filters.department.includes(department)),
  );
  return wanted.length > MOST_COLUMNS ? null : wanted.map(({ id }) => id);
}

/** Which doctors the present place is about, and what that means for its views. */
export class ColumnChoice {
  #doctors: { id: number; department: number }[];
  #place: () => Place;
  #wide: () => boolean;

  /** `doctors` are all; `wide` says whether the window has room for columns. */
  constructor(
    doctors: { id: number; department: number }[],
    place: () => Place,
    wide: () => boolean,
  ) {
    this.#doctors = doctors;
    this.#place = place;
    this.#wide = wide;
  }

  /** Their ids; null where they are too many to stand side by side. */
  get columns() {
    return columnsFor(this.#doctors, this.#place().filters);
  }

  /** Whether a desk has room for these filters' doctors. */
  sideBySide(filters: FilterValues = this.#place().filters) {
    return this.#wide() && (columnsFor(this.#doctors, filters)?.length ?? 0) > 1;
  }

  /** What shows a day that was asked for; a day's numbers lead on to its doctors. */
  get dayView() {
    return this.sideBySide() || this.#place().view === "day" ? "doctors" : "day";
  }

  /**
   * What the page asks for: those who stand side by side by name, so that their own channels tell
   * of them; null where nobody can stand there.
   */
  get filters(): FilterValues | null {
    const { view, filters } = this.#place();
    if (view !== "doctors") return filters;
    const doctor = this.columns;
    return doctor?.length ? { ...filters, department: [], doctor } : null;
  }

  /** Whose hours are shaded: those who stand side by side, or the one whose day or week it is. */
  get shaded() {
    const { view } = this.#place();
    const doctor = this.columns ?? [];
    return view === "doctors" || (doctor.length === 1 && TIMED.has(view)) ? doctor : [];
  }

  /** A week has room for the names of a few doctors' patients, a day for more; of others, hours show numbers. */
  get tooNarrow() {
    const { view } = this.#place();
    const count = this.columns?.length ?? Infinity;
    return count > MOST_LANES ? TIMED.has(view) : view === "week" && count > FEW_DOCTORS;
  }
}
