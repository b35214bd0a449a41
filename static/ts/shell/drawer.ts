/** Sides that become drawers on narrow windows: one open at a time, Escape and the shade close it. */
import { byId } from "../core/dom.ts";

/** The width under which the sides are drawers; css/calendar/layout.css says the same. */
export const NARROW = matchMedia("(width < 1100px)");

export function openDrawer(drawer: HTMLElement) {
  if (!NARROW.matches) return;
  closeDrawers();
  drawer.classList.add("is-open");
  byId("drawer-shade").hidden = false;
  openerOf(drawer)?.setAttribute("aria-expanded", "true");
  setBehind(true);
  drawer.querySelector<HTMLElement>("button, a, input")?.focus();
}

/** Closes whichever is open; where a button opened it, the focus goes back there. */
export function closeDrawers() {
  const open = openSide();
  if (!open) return;
  open.classList.remove("is-open");
  byId("drawer-shade").hidden = true;
  setBehind(false);
  const opener = openerOf(open);
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
}

/** The side that no button opens. */
interface Details {
  close: () => void;
  /** One step back, by Escape. */
  back: () => void;
}

/** Wires the buttons and keys of all drawers. */
export function wireDrawers(details: Details) {
  for (const opener of document.querySelectorAll<HTMLElement>("[data-drawer-open]")) {
    const id = opener.dataset.drawerOpen ?? "";
    opener.addEventListener("click", () => openDrawer(byId(id)));
  }
  for (const closer of document.querySelectorAll("[data-drawer-close]")) {
    closer.addEventListener("click", closeDrawers);
  }
  byId("drawer-shade").addEventListener("click", () => {
    closeDrawers();
    details.close();
  });
  NARROW.addEventListener("change", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const open = openSide();
    if (open && openerOf(open)) closeDrawers();
    else details.back();
  });
}

function openSide() {
  return document.querySelector<HTMLElement>(".side.is-open");
}

function openerOf(drawer: HTMLElement): HTMLElement | null {
  return document.querySelector(`[data-drawer-open="${drawer.id}"]`);
}

/** What lies under the shade is out of reach. */
function setBehind(behind: boolean) {
  const others = document.querySelectorAll<HTMLElement>(
    ".topbar, .desk > :not(.side, .drawer-shade)",
  );
  for (const other of others) other.inert = behind;
}
