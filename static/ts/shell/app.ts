/** Runs on every page: user menu, keyboard shortcuts, link back to the calendar, patient search, print buttons. */
import { wireSiteSearch } from "./patient-search/site-search.ts";
import { wireShortcuts } from "./shortcuts.ts";
import { forgetTab, leadBackToCalendar } from "../core/tab-memory.ts";
import { wireUserMenu } from "./user-menu.ts";

if (document.getElementById("shortcuts")) wireShortcuts();
else forgetTab();
leadBackToCalendar();
if (document.getElementById("site-search")) wireSiteSearch();
const menu = document.querySelector<HTMLElement>(".dropdown");
if (menu) wireUserMenu(menu);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
