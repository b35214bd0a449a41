/** Sides that become drawers on narrow windows: one open at a time, Escape and the shade close it. */
import { byId } from "./dom.js";

/** The width under which the sides are drawers; css/calendar/layout.css says the same. */
const NARROW = matchMedia("(width < 1100px)");

/** @type {HTMLElement | null} */
let cameFrom = null;

/** @param {HTMLElement} drawer */
export function openDrawer(drawer) {
  if (!NARROW.matches) return;
  closeDrawers();
  cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
  drawer.classList.add("is-open");
  byId("drawer-shade").hidden = false;
  mark(drawer.id, true);
  setBehind(true);
  /** @type {HTMLElement | null} */ (drawer.querySelector("button, a, input"))?.focus();
}

/** Closes whichever is open and gives the focus back. */
export function closeDrawers() {
  const open = document.querySelector(".side.is-open");
  if (!open) return;
  open.classList.remove("is-open");
  byId("drawer-shade").hidden = true;
  mark(open.id, false);
  setBehind(false);
  cameFrom?.focus();
}

/**
 * Wires the buttons and keys of all drawers.
 * @param {() => void} onClose
 */
export function wireDrawers(onClose) {
  for (const opener of document.querySelectorAll("[data-drawer-open]")) {
    const id = /** @type {HTMLElement} */ (opener).dataset.drawerOpen ?? "";
    opener.addEventListener("click", () => openDrawer(byId(id)));
  }
  const close = () => {
    closeDrawers();
    onClose();
  };
  for (const closer of document.querySelectorAll("[data-drawer-close]")) {
    closer.addEventListener("click", closeDrawers);
  }
  byId("drawer-shade").addEventListener("click", close);
  NARROW.addEventListener("change", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  });
}

/** @param {string} id @param {boolean} open */
function mark(id, open) {
  const opener = document.querySelector(`[data-drawer-open="${id}"]`);
  opener?.setAttribute("aria-expanded", String(open));
}

/** What lies under the shade is out of reach. @param {boolean} behind */
function setBehind(behind) {
  const others = document.querySelectorAll(".topbar, .desk > :not(.side, .drawer-shade)");
  for (const other of others) /** @type {HTMLElement} */ (other).inert = behind;
}
