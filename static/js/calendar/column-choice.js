/** Which doctors stand side by side. */

/** More columns than these have no room for a name. */
export const MOST_COLUMNS = 20;

/**
 * @param {{id: number, department: number}[]} doctors all, in the filters' order
 * @param {{doctor: number[], department: number[]}} filters
 * @returns {number[] | null} ids; null where there are too many
 */
export function columnsFor(doctors, filters) {
  const wanted = doctors.filter(
    ({ id, department }) =>
      (!filters.doctor.length || filters.doctor.includes(id)) &&
      (!filters.department.length || filters.department.includes(department)),
  );
  return wanted.length > MOST_COLUMNS ? null : wanted.map(({ id }) => id);
}
