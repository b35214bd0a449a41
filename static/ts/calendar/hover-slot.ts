/** Shows the slot that a click would book, under the pointer on empty time. */
import { el, icon } from "../core/dom.ts";

const DAY_MINUTES = 24 * 60;
const STEP_MINUTES = 15;

/** `body`: contains the grids. */
export function showHoverSlot(body: HTMLElement, mayBook: boolean) {
  if (!mayBook || !matchMedia("(hover: hover)").matches) return;
  const label = el("span");
  const chip = el(
    "div",
    { class: "slot-hint", "aria-hidden": "true", hidden: true },
    icon("plus-lg"),
    label,
  );
  body.append(chip);
  body.addEventListener("pointermove", ({ target, clientY, buttons }) => {
    const node = target as Element;
    const column = node.closest(".time-column");
    chip.hidden = !column || buttons !== 0 || Boolean(node.closest(".appointment"));
    if (!column || chip.hidden) return;
    const box = column.getBoundingClientRect();
    const { minutes, text } = slotAt((clientY - box.top) / box.height);
    const frame = body.getBoundingClientRect();
    label.textContent = text;
    const { style } = chip;
    style.setProperty("top", `${box.top - frame.top + (minutes / DAY_MINUTES) * box.height}px`);
    style.setProperty("left", `${box.left - frame.left}px`);
    style.setProperty("width", `${box.width}px`);
    style.setProperty("height", `${(STEP_MINUTES / DAY_MINUTES) * box.height}px`);
  });
  const hide = () => (chip.hidden = true);
  body.addEventListener("pointerleave", hide);
  body.addEventListener("pointerdown", hide);
  body.addEventListener("scroll", hide, { capture: true });
}

/** The quarter of an hour at a part of the day (0 to 1). */
export function slotAt(part: number) {
  const minutes = Math.floor((part * DAY_MINUTES) / STEP_MINUTES) * STEP_MINUTES;
  const two = (number: number) => String(number).padStart(2, "0");
  return { minutes, text: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}
