/**
 * Sizes of the time grids, in pixels at a root font size of 16 pixels (core/dom.ts: `scaled`). The
 * style sheet of the doctors' columns reads them as custom properties of its grid.
 */

/** The height of an hour, so that a quarter of it is a touch target (WCAG 2.5.8). */
export const HOUR_PX = 132;
/** In FullCalendar's day, where lanes are many and narrow: two lines fit a quarter of an hour. */
export const DAY_HOUR_PX = 176;
/** The least height of an appointment (WCAG 2.5.8). */
export const MIN_HEIGHT_PX = 20;
/** An appointment less high than this has one line. */
export const TWO_LINES_PX = 38;
/** The width of the hours beside the doctors' columns. */
export const AXIS_PX = 60;

const ROOT_PX = 16;

/** Sets `--hour` and `--axis` on the grid of the doctors' columns. */
export function setGridSizes({ style }: HTMLElement) {
  style.setProperty("--hour", `${HOUR_PX / ROOT_PX}rem`);
  style.setProperty("--axis", `${AXIS_PX / ROOT_PX}rem`);
}
