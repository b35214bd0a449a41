/** The calendar by keys: Tab enters it at one appointment, arrows lead from there to the next. */
import { appointmentElements } from "../appointment/focus.ts";

type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What lies aside counts this much more than what lies ahead. */
const ASIDE = 4;

/** Where the nearest box in that direction stands among the others, or -1. */
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
  return ahead > 1 ? ahead + ASIDE * Math.abs(aside) : Infinity;
}

/** `root`: contains the appointments. */
export function walkByKeys(root: HTMLElement) {
  keepOneStop(root);
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
 * Tab stops at one appointment of each group, the last one that had the focus or else the first:
 * hundreds of stops are no way through a page. A day's further appointments, in their window, are a
 * group of their own.
 */
function keepOneStop(root: HTMLElement) {
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
