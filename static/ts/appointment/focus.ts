/** The elements of appointments on a page, and the focus on one of them. */
import { byId } from "../core/dom.ts";

/** Gives the focus to an appointment, or to the page where it is not shown. */
export function focusAppointment(board: HTMLElement, id: string) {
  const shown = appointmentElements(board).find(
    (element) => element.dataset.appointment === id && element.checkVisibility(),
  );
  (shown ?? byId("content")).focus({ preventScroll: true });
}

export function appointmentElements(board: HTMLElement): HTMLElement[] {
  return [...board.querySelectorAll(".appointment")].map((each) => each as HTMLElement);
}
