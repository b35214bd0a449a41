/** Sides that become drawers on narrow windows: one open at a time, Escape and the shade close it. */
import { byId } from "../core/dom.js";

/** The width under which the sides are drawers; css/calendar/layout.css says the same. */
export const NARROW = matchMedia("(width < 1100px)");

/** @param {HTMLElement} drawer */
export function openDrawer(drawer) {
  if (!NARROW.matches) return;
  closeDrawers();
  drawer.classList.add("is-open");
  byId("drawer-shade").hidden = false;
  openerOf(drawer)?.setAttribute("aria-expanded", "true");
  setBehind(true);
  /** @type {HTMLElement | null} */ (drawer.querySelector("button, a, input"))?.focus();
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

/**
 * Wires the buttons and keys of all drawers.
 * @param {object} details the side that no button opens
 * @param {() => void} details.close
 * @param {() => void} details.back one step back, by Escape
 */
export function wireDrawers(details) {
  for (const opener of document.querySelectorAll("[data-drawer-open]")) {
    const id = /** @type {HTMLElement} */ (opener).dataset.drawerOpen ?? "";
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
  return /** @type {HTMLElement | null} */ (document.querySelector(".side.is-open"));
}

/** @param {HTMLElement} drawer @returns {HTMLElement | null} */
function openerOf(drawer) {
  return document.querySelector(`[data-drawer-open="${drawer.id}"]`);
}

/** What lies under the shade is out of reach. @param {boolean} behind */
function setBehind(behind) {
  const others = document.querySelectorAll(".topbar, .desk > :not(.side, .drawer-shade)");
  for (const other of others) /** @type {HTMLElement} */ (other).inert = behind;
}
