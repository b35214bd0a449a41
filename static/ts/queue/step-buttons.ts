/** The buttons of the steps that the user may make with a token: the usual ones, the others in a menu. */
import { el, icon } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Action, QueueEntry } from "./types.ts";

/** On buttons of their own, in this order; the first one that is possible is the main step. */
const DIRECT: Action[] = ["serve", "done", "call", "recall", "skip"];
const IN_MENU: Action[] = ["transfer", "left", "withdraw", "undo"];

export type Make = (entry: QueueEntry, action: Action) => void;

/** What a page offers in the menu beside the steps. */
export interface MenuItem {
  /** Names the control for the focus, which stays on it when the row is drawn again. */
  control: string;
  label: string;
  run: () => void;
}

export function stepButtons(entry: QueueEntry, make: Make, others: MenuItem[] = []) {
  const { token, actions } = entry.extendedProps.appointment;
  // Who was not there can be called in two ways that come to the same.
  const isTwice = (each: Action) => each === "recall" && actions.includes("call");
  const may = (each: Action) => actions.includes(each) && !isTwice(each);
  const button = ({ control, label, run }: MenuItem, style: string) =>
    el("button", {
      type: "button",
      class: style,
      "data-control": control,
      text: label,
      "aria-label": messages.stepFor(label, token),
      onclick: run,
    });
  const item = (action: Action): MenuItem => ({
    control: action,
    label: messages.actions[action],
    run: () => make(entry, action),
  });
  const menu = [...IN_MENU.filter(may).map(item), ...others].map((each) =>
    button(each, "step-menu-item"),
  );
  return el(
    "div",
    { class: "steps" },
    ...DIRECT.filter(may).map((action) => button(item(action), "btn btn-sm btn-quiet")),
    menu.length > 0 && stepMenu(token, menu),
  );
}

/** More steps behind a button. `items`: of class `step-menu-item`. */
export function stepMenu(token: string, items: HTMLElement[]) {
  const summary = el(
    "summary",
    {
      class: "btn btn-sm btn-quiet",
      "data-control": "more",
      "aria-label": messages.moreSteps(token),
    },
    icon("chevron-down"),
  );
  const menu = el(
    "details",
    { class: "step-menu" },
    summary,
    el("div", { class: "step-menu-items" }, ...items),
  );
  menu.addEventListener("click", ({ target }) => {
    if ((target as Element).closest(".step-menu-item")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget as Node)) menu.open = false;
  });
  return menu;
}

/** A click elsewhere closes the open menus. Call once per page. */
export function closeMenusOutside() {
  document.addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(".step-menu[open]")) {
      if (!menu.contains(target as Node)) menu.open = false;
    }
  });
}
