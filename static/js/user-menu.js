/** Bootstrap's menu and Popper are an eighth of what the page weighs: they come when somebody is at the menu. */

/** @param {HTMLElement} menu the toggle and what it opens */
export function wireUserMenu(menu) {
  const toggle = /** @type {HTMLElement} */ (menu.querySelector("[data-bs-toggle=dropdown]"));
  let isThere = false;
  const fetchMenu = async () => {
    await import("bootstrap/js/dist/dropdown.js");
    isThere = true;
  };
  menu.addEventListener("pointerenter", fetchMenu, { once: true });
  menu.addEventListener("focusin", fetchMenu, { once: true });
  toggle.addEventListener("click", async () => {
    if (isThere) return;
    await fetchMenu();
    toggle.click();
  });
}
