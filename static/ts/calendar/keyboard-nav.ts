/** Keyboard navigation: Tab stops at one appointment, arrow keys go to the nearest in their direction. */
import { appointmentElements } from "../appointment/focus.ts";

type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Weight of the distance across the direction, relative to the distance along it. */
const ACROSS_WEIGHT = 4;

/** The index of the nearest box in a direction, or -1. */
export function nearest(from: Box, others: Box[], arrow: Arrow) {
  const costs = others.map((other) => cost(from, other, arrow));
  const least = Math.min(...costs);
  return Number.isFinite(least) ? costs.indexOf(least) : -1;
}

function cost(from: Box, to: Box, arrow: Arrow) {
  const across = (to.left + to.right - from.left - from.right) / 2;
  const down = (to.top + to.bottom - from.top - from.bottom) / 2;
  const ahead = { ArrowUp: -down, ArrowDown: down, ArrowLeft: -across, ArrowRight: across }[arrow];
  const aside = arrow === "ArrowUp" || arrow === "ArrowDown" ? across : down;
  return ahead > 1 ? ahead + ACROSS_WEIGHT * Math.abs(aside) : Infinity;
}

/** `root`: contains the appointments. */
export function enableArrowKeys(root: HTMLElement) {
  keepOneTabStop(root);
  root.addEventListener("keydown", (event) => {
    const from = event.target as HTMLElement;
    if (!event.key.startsWith("Arrow") || !from.matches(".appointment")) return;
    const others = appointmentElements(root).filter(
      (appointment) => appointment !== from && appointment.checkVisibility(),
    );
    const boxes = others.map((appointment) => appointment.getBoundingClientRect());
    const next = nearest(from.getBoundingClientRect(), boxes, event.key as Arrow);
    if (next === -1) return;
    event.preventDefault();
    others[next].focus();
  });
}

/**
 * Makes one appointment the tab stop: the last one that had the focus, or the first. The pop-over of
 * a month's day has a tab stop of its own.
 */
function keepOneTabStop(root: HTMLElement) {
  let last: Element | null = null;
  root.addEventListener("focusin", ({ target }) => {
    last = (target as Element).closest(".appointment") ?? last;
  });
  document.addEventListener(
    "keydown",
    ({ key }) => {
      if (key !== "Tab") return;
      const shown = appointmentElements(root).filter((appointment) =>
        appointment.checkVisibility(),
      );
      const windows = new Set(shown.map((appointment) => appointment.closest("[role=dialog]")));
      for (const each of windows) {
        const group = shown.filter((appointment) => appointment.closest("[role=dialog]") === each);
        const stop = group.find((appointment) => appointment === last) ?? group[0];
        for (const appointment of group) appointment.tabIndex = appointment === stop ? 0 : -1;
      }
    },
    { capture: true },
  );
}
