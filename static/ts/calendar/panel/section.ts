/** Replaces the content of a panel's section and keeps the focus in it. */

const CONTROLS = "a[href], button, summary, input, select, [tabindex]";

/**
 * Replaces a section's content. A focused button of a transition gives its focus to the one of the
 * same transition, any other control to the one at the same position. `onFocusLost`: called if the
 * section has no control left.
 */
export function redraw(section: HTMLElement, content: Node[], onFocusLost: () => void) {
  const focused = document.activeElement as HTMLElement | null;
  const inside = focused !== null && section.contains(focused);
  const position = inside ? controls(section).indexOf(focused) : -1;
  section.replaceChildren(...content);
  if (!inside) return;
  const now = controls(section);
  const { transition } = focused.dataset;
  const same = transition
    ? now.find(({ dataset }) => dataset.transition === transition)
    : now[position];
  const next = same ?? now[0];
  if (next) next.focus();
  else onFocusLost();
}

function controls(section: HTMLElement): HTMLElement[] {
  return [...section.querySelectorAll(CONTROLS)].map((each) => each as HTMLElement);
}
