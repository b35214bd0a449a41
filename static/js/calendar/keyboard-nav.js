/** The calendar by keys: Tab enters it at one appointment, arrows lead from there to the next. */
import { visitsOf } from "../appointment/focus.js";

/**
 * @typedef {"ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight"} Arrow
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */

/** What lies aside counts this much more than what lies ahead. */
const ASIDE = 4;

/**
 * Where the nearest box in that direction stands among the others, or -1.
 * @param {Box} from
 * @param {Box[]} others
 * @param {Arrow} arrow
 */
export function nearest(from, others, arrow) {
  const costs = others.map((other) => cost(from, other, arrow));
  const least = Math.min(...costs);
  return Number.isFinite(least) ? costs.indexOf(least) : -1;
}

/** @param {Box} from @param {Box} to @param {Arrow} arrow */
function cost(from, to, arrow) {
  const across = (to.left + to.right - from.left - from.right) / 2;
  const down = (to.top + to.bottom - from.top - from.bottom) / 2;
  const ahead = { ArrowUp: -down, ArrowDown: down, ArrowLeft: -across, ArrowRight: across }[arrow];
  const aside = arrow === "ArrowUp" || arrow === "ArrowDown" ? across : down;
  return ahead > 1 ? ahead + ASIDE * Math.abs(aside) : Infinity;
}

/** @param {HTMLElement} board holds the appointments */
export function walkByKeys(board) {
  keepOneStop(board);
  board.addEventListener("keydown", (event) => {
    const from = /** @type {HTMLElement} */ (event.target);
    if (!event.key.startsWith("Arrow") || !from.matches(".visit")) return;
    const others = visitsOf(board).filter((visit) => visit !== from && visit.checkVisibility());
    const boxes = others.map((visit) => visit.getBoundingClientRect());
    const next = nearest(from.getBoundingClientRect(), boxes, /** @type {Arrow} */ (event.key));
    if (next === -1) return;
    event.preventDefault();
    others[next].focus();
  });
}

/**
 * Tab stops at one appointment of each group, the last one that had the focus or else the first:
 * hundreds of stops are no way through a page. A day's further appointments, in their window, are
 * a group of their own.
 * @param {HTMLElement} board
 */
function keepOneStop(board) {
  /** @type {Element | null} */
  let last = null;
  board.addEventListener("focusin", ({ target }) => {
    last = /** @type {Element} */ (target).closest(".visit") ?? last;
  });
  document.addEventListener(
    "keydown",
    ({ key }) => {
      if (key !== "Tab") return;
      const shown = visitsOf(board).filter((visit) => visit.checkVisibility());
      const windows = new Set(shown.map((visit) => visit.closest("[role=dialog]")));
      for (const each of windows) {
        const group = shown.filter((visit) => visit.closest("[role=dialog]") === each);
        const stop = group.find((visit) => visit === last) ?? group[0];
        for (const visit of group) visit.tabIndex = visit === stop ? 0 : -1;
      }
    },
    { capture: true },
  );
}
