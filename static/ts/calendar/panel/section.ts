/** Parts of the panel that are drawn anew without losing the keyboard. */

const CONTROLS = "a[href], button, summary, input, select, [tabindex]";

/**
 * Draws a section anew. The focus stays on the same move, else on what stands in the same place;
 * `lost` takes it where the section has nothing left for it.
 */
export function redraw(section: HTMLElement, content: Node[], lost: () => void) {
  const held = document.activeElement as HTMLElement | null;
  const inside = held !== null && section.contains(held);
  const place = inside ? controls(section).indexOf(held) : -1;
  section.replaceChildren(...content);
  if (!inside) return;
  const now = controls(section);
  const { move } = held.dataset;
  const same = move ? now.find((each) => each.dataset.move === move) : now[place];
  const next = same ?? now[0];
  if (next) next.focus();
  else lost();
}

function controls(section: HTMLElement): HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>(CONTROLS)];
}
