/** The elements of appointments on a page, and the focus on one of them. */
import { byId } from "../core/dom.ts";

/** Focuses an appointment, or the page's content if it is not shown. `root`: where to look for it. */
export function focusAppointment(root: HTMLElement, id: string) {
  const shown = appointmentElements(root).find(
    (element) => element.dataset.appointment === id && element.checkVisibility(),
  );
  (shown ?? byId("content")).focus({ preventScroll: true });
}

export function appointmentElements(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(".appointment")];
}
