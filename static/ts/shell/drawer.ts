/** Side panels that become drawers in narrow windows: one is open at a time, Escape or the backdrop closes it. */
import { byId } from "../core/dom.ts";

/** Narrower windows have drawers; the same width stands in css/calendar/layout.css. */
export const NARROW = matchMedia("(width < 1100px)");

export function openDrawer(drawer: HTMLElement) {
  if (!NARROW.matches) return;
  closeDrawers();
  drawer.classList.add("is-open");
  byId("drawer-shade").hidden = false;
  openerOf(drawer)?.setAttribute("aria-expanded", "true");
  setInertBehind(true);
  drawer.querySelector<HTMLElement>("button, a, input")?.focus();
}

/** Closes the open drawer, and focuses the button that opened it. */
export function closeDrawers() {
  const open = openDrawerElement();
  if (!open) return;
  open.classList.remove("is-open");
  byId("drawer-shade").hidden = true;
  setInertBehind(false);
  const opener = openerOf(open);
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
}

interface Panel {
  close: () => void;
  /** Escape: closes an open form, else the panel. */
  back: () => void;
}

/** Wires the buttons and keys of all drawers. `panel`: the one beside the calendar. */
export function wireDrawers(panel: Panel) {
  for (const opener of document.querySelectorAll("[data-drawer-open]")) {
    const id = (opener as HTMLElement).dataset.drawerOpen ?? "";
    opener.addEventListener("click", () => openDrawer(byId(id)));
  }
  for (const closer of document.querySelectorAll("[data-drawer-close]")) {
    closer.addEventListener("click", closeDrawers);
  }
  byId("drawer-shade").addEventListener("click", () => {
    closeDrawers();
    panel.close();
  });
  NARROW.addEventListener("change", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const open = openDrawerElement();
    if (open && openerOf(open)) closeDrawers();
    else panel.back();
  });
}

function openDrawerElement() {
  return document.querySelector<HTMLElement>(".side.is-open");
}

function openerOf(drawer: HTMLElement): HTMLElement | null {
  return document.querySelector(`[data-drawer-open="${drawer.id}"]`);
}

/** Makes everything under the backdrop inert. */
function setInertBehind(behind: boolean) {
  const others = document.querySelectorAll(".topbar, .desk > :not(.side, .drawer-shade)");
  for (const other of others) (other as HTMLElement).inert = behind;
}
