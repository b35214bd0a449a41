/** The elements of appointments on a page, and the focus on one of them. */
import { byId } from "../core/dom.ts";

/** Gives the focus to an appointment, or to the page where it is not shown. */
export function focusVisit(board: HTMLElement, id: string) {
  const shown = visitsOf(board).find(
    (visit) => visit.dataset.appointment === id && visit.checkVisibility(),
  );
  (shown ?? byId("content")).focus({ preventScroll: true });
}

export function visitsOf(board: HTMLElement): HTMLElement[] {
  return [...board.querySelectorAll(".appointment")].map((each) => each as HTMLElement);
}
