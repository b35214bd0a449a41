/** What every page needs: the user menu, the keys, the way back, and the search of those who may see patients. */
import { wireSiteSearch } from "./patient-search/site-search.js";
import { wireShortcuts } from "./shortcuts.js";
import { forgetTab, leadBackToCalendar } from "../core/tab-memory.js";
import { wireUserMenu } from "./user-menu.js";

if (document.getElementById("shortcuts")) wireShortcuts();
else forgetTab();
leadBackToCalendar();
if (document.getElementById("site-search")) wireSiteSearch();
const menu = /** @type {HTMLElement | null} */ (document.querySelector(".dropdown"));
if (menu) wireUserMenu(menu);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
