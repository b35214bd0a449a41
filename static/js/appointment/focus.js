/** The elements of appointments on a page, and the focus on one of them. */
import { byId } from "../core/dom.js";

/**
 * Gives the focus to an appointment, or to the page where it is not shown.
 * @param {HTMLElement} board @param {string} id
 */
export function focusVisit(board, id) {
  const shown = visitsOf(board).find(
    (visit) => visit.dataset.visit === id && visit.checkVisibility(),
  );
  (shown ?? byId("content")).focus({ preventScroll: true });
}

/** @param {HTMLElement} board @returns {HTMLElement[]} */
export function visitsOf(board) {
  return [...board.querySelectorAll(".visit")].map((each) => /** @type {HTMLElement} */ (each));
}
